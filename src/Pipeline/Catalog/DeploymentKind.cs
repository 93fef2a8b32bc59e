using System.Text.Json.Serialization;

namespace Pipeline.Catalog;

/// <summary>How images come to run in an environment.</summary>
public enum DeploymentKind
{
    /// <summary>A Git repository states them, and a cluster follows it.</summary>
    [JsonStringEnumMemberName("gitops")]
    GitOps,

    /// <summary>Not at all: images are pushed to its registry, and nothing runs there.</summary>
    None,
}

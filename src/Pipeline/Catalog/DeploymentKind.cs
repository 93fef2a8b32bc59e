using System.Text.Json.Serialization;

namespace Pipeline.Catalog;

/// <summary>How images are deployed to an environment.</summary>
public enum DeploymentKind
{
    /// <summary>By GitOps: a Git repository states them, and a cluster follows it.</summary>
    [JsonStringEnumMemberName("gitops")]
    GitOps,

    /// <summary>By SSH: their files go to hosts, where systemd runs them.</summary>
    Ssh,

    /// <summary>To Amazon ECS: a service there runs them as tasks.</summary>
    Ecs,

    /// <summary>Not at all: images are pushed to its registry, and nothing runs there.</summary>
    None,
}

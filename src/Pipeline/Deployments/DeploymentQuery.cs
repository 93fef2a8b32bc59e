using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Deployments;

/// <summary>A query for what environments run.</summary>
/// <param name="Platform">The catalog.</param>
/// <param name="Artifacts">The folder of artifacts, kept from run to run.</param>
public sealed record DeploymentQuery(Platform Platform, AbsolutePath Artifacts)
{
    /// <summary>True to read the history alone, not what runs.</summary>
    public bool HistoryOnly { get; init; }

    /// <summary>Takes the output of programs.</summary>
    public Action<string> Log { get; init; } = _ => { };
}

using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Deployments;

/// <summary>How environments are asked what runs there.</summary>
/// <param name="Platform">The catalog.</param>
/// <param name="Artifacts">The folder that is kept from run to run.</param>
public sealed record DeploymentQuery(Platform Platform, AbsolutePath Artifacts)
{
    /// <summary>True to learn what was deployed, and not what runs.</summary>
    public bool HistoryOnly { get; init; }

    /// <summary>Takes what programs say.</summary>
    public Action<string> Log { get; init; } = _ => { };
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.History;

namespace Pipeline.GitOps.Audit;

/// <summary>Which commits of the sources an environment's services were last delivered from.</summary>
public static class LastDelivery
{
    /// <summary>The base that stands for it, where others are commits, branches and tags.</summary>
    public const string Base = "delivered";

    /// <summary>The commits by service; a service that was never delivered there has none.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="artifacts">The folder that clones are kept under.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StepFailedException">The GitOps repository cannot be read.</exception>
    public static async Task<ImmutableDictionary<string, string>> Read(
        Platform platform,
        Environment environment,
        AbsolutePath artifacts,
        CancellationToken cancellation = default
    )
    {
        var deployments = await DeploymentLog.Read(platform, platform.Services, [environment], artifacts, cancellation);
        return deployments
            // A rollback takes back what runs, not what was delivered.
            .Where(deployment => deployment.Trailers.Action is DeploymentAction.Deploy)
            .Where(deployment => deployment.Service.SourceCommit is not null)
            .DistinctBy(deployment => deployment.Service.Service)
            .ToImmutableDictionary(
                deployment => deployment.Service.Service,
                deployment => deployment.Service.SourceCommit!
            );
    }
}

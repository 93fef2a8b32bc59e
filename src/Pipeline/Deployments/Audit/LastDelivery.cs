using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Audit;

/// <summary>The source commits that an environment's services were last delivered from.</summary>
internal static class LastDelivery
{
    /// <summary>The value of <c>--since</c> for it, beside commits, branches and tags.</summary>
    public const string Base = "delivered";

    /// <summary>The commits by service; a service that was never delivered there has none.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    /// <param name="artifacts">The folder of artifacts, kept from run to run.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">The environment cannot be read, or nothing is deployed there.</exception>
    public static async Task<ImmutableDictionary<string, string>> Read(
        Platform platform,
        DeploymentEnvironment environment,
        SupportedDeployments kinds,
        AbsolutePath artifacts,
        CancellationToken cancellation = default
    )
    {
        var deployments = await DeploymentLog.Read(
            platform,
            platform.Services,
            [environment],
            kinds,
            artifacts,
            cancellation
        );
        return deployments
            // A rollback changes what runs, not what was delivered.
            .Where(deployment => deployment.Trailers.Action is DeploymentAction.Deploy)
            .Where(deployment => deployment.Service.SourceCommit is not null)
            .DistinctBy(deployment => deployment.Service.Service)
            .ToImmutableDictionary(
                deployment => deployment.Service.Service,
                deployment => deployment.Service.SourceCommit!
            );
    }
}

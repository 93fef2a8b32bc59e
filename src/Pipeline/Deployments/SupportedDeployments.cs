using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments;

/// <summary>The kinds of deployment that a build knows; each environment has one of them, or none.</summary>
/// <param name="known">The kinds.</param>
public sealed class SupportedDeployments(params ImmutableArray<IDeployment> known)
{
    /// <summary>The kind of an environment; null where nothing is deployed there.</summary>
    /// <exception cref="StepFailedException">The build does not know it.</exception>
    public IDeployment? Find(DeploymentEnvironment environment) =>
        environment.Deployments == DeploymentKind.None
            ? null
            : known.FirstOrDefault(kind => kind.Kind == environment.Deployments)
                ?? throw new StepFailedException(
                    $"this build has no kind of deployment {environment.Deployments}, which {environment.Name} states: add it to the build's Deployments"
                );

    /// <summary>The kind of an environment where something must be deployed.</summary>
    /// <exception cref="StepFailedException">It has none, or the build does not know it.</exception>
    public IDeployment Require(DeploymentEnvironment environment) =>
        Find(environment) ?? throw new StepFailedException(Nowhere(environment));

    /// <summary>The environments with deployments.</summary>
    public ImmutableArray<DeploymentEnvironment> With(ImmutableArray<DeploymentEnvironment> environments) =>
        [.. environments.Where(environment => Find(environment) is not null)];

    /// <summary>Reads what was deployed to environments, and what runs there, by each one's kind.</summary>
    /// <returns>A snapshot for each, in their order.</returns>
    public async Task<ImmutableArray<EnvironmentSnapshot>> Read(
        ImmutableArray<DeploymentEnvironment> environments,
        DeploymentQuery query,
        CancellationToken cancellation
    )
    {
        var snapshots = new Dictionary<DeploymentEnvironment, EnvironmentSnapshot>();
        foreach (var kind in environments.GroupBy(Find))
        foreach (
            var snapshot in kind.Key is null
                ?
                [
                    .. kind.Select(environment => new EnvironmentSnapshot(environment)
                    {
                        Problem = Nowhere(environment),
                    }),
                ]
                : await kind.Key.Read([.. kind], query, cancellation)
        )
            snapshots[snapshot.Environment] = snapshot;
        return [.. environments.Select(environment => snapshots[environment])];
    }

    /// <summary>The sentence for an environment without deployments.</summary>
    public static string Nowhere(DeploymentEnvironment environment) =>
        $"nothing is deployed to {environment.Name}: its \"deployments\" are \"none\" in the catalog";
}

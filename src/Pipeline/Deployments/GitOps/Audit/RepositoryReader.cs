using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.History;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.Audit;

/// <summary>Reads environments from their GitOps repositories.</summary>
/// <param name="query">What to read.</param>
/// <param name="schedule">When failed attempts are repeated.</param>
/// <param name="cancellation">Cancels it.</param>
internal sealed class RepositoryReader(DeploymentQuery query, RetrySchedule schedule, CancellationToken cancellation)
{
    private const string Purpose = "reading what runs";

    private readonly Dictionary<(string Repository, string Branch), DeploymentHistory> histories = [];

    /// <summary>Reads environments one after another; each branch's history is read once.</summary>
    public async Task<ImmutableArray<EnvironmentSnapshot>> Read(IEnumerable<DeploymentEnvironment> environments)
    {
        var snapshots = ImmutableArray.CreateBuilder<EnvironmentSnapshot>();
        foreach (var environment in environments)
            snapshots.Add(await Read(environment));
        return snapshots.ToImmutable();
    }

    private async Task<EnvironmentSnapshot> Read(DeploymentEnvironment environment)
    {
        var repository = new EnvironmentRepository(environment, query.Platform, query.Artifacts, schedule, query.Log);
        try
        {
            return repository.IsMissing
                ? new(environment) { IsMissing = true, Problem = "nothing was delivered yet" }
                : await Read(environment, repository);
        }
        catch (Exception failure) when (failure is StepFailedException or ManifestException)
        {
            return new(environment) { Problem = failure.Message };
        }
    }

    private async Task<EnvironmentSnapshot> Read(DeploymentEnvironment environment, EnvironmentRepository repository)
    {
        var key = (repository.Target.Repository, repository.Target.Branch);
        if (!histories.TryGetValue(key, out var history))
            histories[key] = history = DeploymentHistory.Parse(await repository.ReadLog(Purpose, cancellation));
        var snapshot = new EnvironmentSnapshot(environment)
        {
            Deployments = [.. history.All.Where(deployment => deployment.Trailers.Environment == environment.Name)],
        };
        if (query.HistoryOnly)
            return snapshot;

        var statements = await RepositoryStatements.Read(
            repository,
            environment,
            query.Platform,
            Purpose,
            cancellation
        );
        return snapshot with { States = service => statements.StateOf(service, history) };
    }
}

using Nuke.Common.IO;
using Pipeline.Aws.Ecs;
using Pipeline.Catalog;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.History;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>Reads environments from their clusters.</summary>
internal static class ClusterReader
{
    /// <summary>A snapshot of an environment; services that cannot be read say why.</summary>
    /// <param name="session">ECS.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<EnvironmentSnapshot> Read(
        EcsSession session,
        DeploymentEnvironment environment,
        DeploymentQuery query,
        CancellationToken cancellation
    )
    {
        var read = await Task.WhenAll(
            query.Platform.Services.Select(service =>
                Read(new(session, environment, service, cancellation), query.Platform.Root)
            )
        );
        var states = read.ToDictionary(one => one.State.Service, one => one.State);
        return new(environment)
        {
            Deployments = [.. read.SelectMany(one => one.Records).OrderByDescending(record => record.Time)],
            States = service => states[service.Name],
            // A history without one of the services would pass for a whole one.
            Problem = query.HistoryOnly
                ? read.Select(one => one.IsRead ? null : one.State.Problem)
                    .FirstOrDefault(problem => problem is not null)
                : null,
        };
    }

    /// <summary>The state of a service, with the deployments that set its images.</summary>
    /// <param name="access">The service.</param>
    /// <param name="root">The catalog's folder.</param>
    public static async Task<ReadService> Read(ServiceAccess access, AbsolutePath root)
    {
        var state = new ServiceState { Service = access.Service.Name, Environment = access.Environment.Name };
        try
        {
            var running = await RunningRevision.Of(access, await access.Read());
            ImmutableArray<DeploymentRecord> records =
            [
                .. (await access.Revisions(running.Revision.Family))
                    .Where(revision => IsDeployment(revision, running.Revision, access))
                    .SelectMany(revision => revision.Records())
                    .OrderByDescending(record => record.Time),
            ];
            var deployed = records.Where(record => record.Service.Image is not null).ToArray();
            return new(
                state with
                {
                    Image = running.Image,
                    Place = $"{access.Place}, {running.Revision.Name}",
                    Deployment = deployed.FirstOrDefault(record => record.Commit == running.Revision.Id),
                    Last = deployed.FirstOrDefault(),
                    Pin = running.Tags?.Pin,
                    Problem = ProblemOf(access, running, root),
                    IsOwn = running.Tags is not null,
                    IsContainer = true,
                },
                records
            );
        }
        catch (StepFailedException failure)
        {
            return new(state with { Problem = failure.Message }, []) { IsRead = false };
        }
    }

    // A revision that never ran healthily was no deployment, unless it is on its way now.
    private static bool IsDeployment(TaskRevision revision, TaskRevision running, ServiceAccess access) =>
        revision.TagsOf(access.Service, access.Environment) is { } tags
        && (tags.Deployed is not null || revision.Arn == running.Arn);

    private static string? ProblemOf(ServiceAccess access, RunningRevision running, AbsolutePath root)
    {
        // Before the first delivery nothing was stated.
        if (running.Tags is null)
            return null;

        var wanted = StatedRevision.Of(access, running, running.Image, root);
        string[] differences = [.. DefinitionDrift.Of(wanted.Content, running.Revision.Content)];
        return differences.Length == 0
            ? null
            : $"{running.Revision.Name} differs from what the repository states in {string.Join(", ", differences)}: deliver it";
    }
}

/// <summary>A service as it was read.</summary>
/// <param name="State">Its state.</param>
/// <param name="Records">Its deployments, the latest first.</param>
internal sealed record ReadService(ServiceState State, ImmutableArray<DeploymentRecord> Records)
{
    /// <summary>False where the state is only why it could not be read.</summary>
    public bool IsRead { get; init; } = true;
}

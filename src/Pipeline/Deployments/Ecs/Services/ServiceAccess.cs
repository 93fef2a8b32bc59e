using System.Text.Json.Nodes;
using Pipeline.Aws.Ecs;
using Pipeline.Catalog;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>A service of an environment in its cluster: what ECS is asked about it, and told.</summary>
/// <param name="session">ECS.</param>
/// <param name="environment">The environment.</param>
/// <param name="service">The service.</param>
/// <param name="cancellation">Cancels calls.</param>
internal sealed class ServiceAccess(
    EcsSession session,
    DeploymentEnvironment environment,
    Service service,
    CancellationToken cancellation
)
{
    // One page of ECS: enough for a month of three deployments a day.
    private const int MostRevisions = 100;

    // Describing is throttled for the account as a whole.
    private const int MostAtATime = 8;

    /// <summary>ECS.</summary>
    public EcsSession Session => session;

    /// <summary>The environment.</summary>
    public DeploymentEnvironment Environment => environment;

    /// <summary>The service.</summary>
    public Service Service => service;

    /// <summary>The cluster that it is in.</summary>
    public EcsSettings Settings => environment.Ecs!;

    /// <summary>How its tasks are deployed.</summary>
    public EcsTask Stated => Settings.TaskOf(service.Name);

    /// <summary>Cancels calls.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Its name in the cluster.</summary>
    public string Name => Settings.ServiceOf(service.Name, environment.Name);

    /// <summary>Where it is, as <c>CLUSTER/SERVICE</c>.</summary>
    public string Place => $"{TaskRevision.NameOf(Settings.Cluster)}/{Name}";

    /// <summary>Its state.</summary>
    /// <exception cref="StepFailedException">It is not there, or cannot be deployed to.</exception>
    public async Task<EcsService> Read()
    {
        var answer = await Ask(
            "DescribeServices",
            new() { ["cluster"] = Settings.Cluster, ["services"] = new JsonArray(Name) },
            $"describe {Place}"
        );
        if ((answer["services"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is not { } found)
            throw new StepFailedException(
                $"there is no service {Name} in the cluster {Settings.Cluster} ({Settings.Region}): create it, or set \"ecs.services.{service.Name}.service\" in the catalog to its name there"
            );

        var state = new EcsService(found);
        if (state.Status != "ACTIVE")
            throw new StepFailedException(
                $"{Place} is {state.Status}, as it {(state.Status == "DRAINING" ? "is being" : "was")} deleted: create it again before anything is deployed there"
            );
        return state.Controller == "ECS"
            ? state
            : throw new StepFailedException(
                $"the deployments of {Place} are controlled by {state.Controller}: only those of the controller ECS can be updated, so create the service with that one"
            );
    }

    /// <summary>A revision, with its tags.</summary>
    /// <param name="revision">Its ARN, or its name.</param>
    public async Task<TaskRevision> Revision(string revision)
    {
        var answer = await Ask(
            "DescribeTaskDefinition",
            new() { ["taskDefinition"] = revision, ["include"] = new JsonArray("TAGS") },
            $"describe {TaskRevision.NameOf(revision)}"
        );
        return Described(answer);
    }

    /// <summary>The latest revisions of a family that can run, from the latest.</summary>
    public async Task<ImmutableArray<TaskRevision>> Revisions(string family)
    {
        var answer = await Ask(
            "ListTaskDefinitions",
            new()
            {
                ["familyPrefix"] = family,
                ["status"] = "ACTIVE",
                ["sort"] = "DESC",
                ["maxResults"] = MostRevisions,
            },
            $"list the revisions of {family}"
        );
        using var turns = new SemaphoreSlim(MostAtATime);
        return
        [
            .. await Task.WhenAll(
                (answer["taskDefinitionArns"] as JsonArray ?? []).Select(arn => InTurn(turns, $"{arn}"))
            ),
        ];
    }

    /// <summary>Registers a revision.</summary>
    public async Task<TaskRevision> Register(JsonObject content, JsonArray tags)
    {
        var input = content.DeepClone().AsObject();
        input["tags"] = tags.DeepClone();
        return Described(await Ask("RegisterTaskDefinition", input, $"register a revision for {Place}"));
    }

    /// <summary>Adds tags to a revision, or replaces those of the same keys.</summary>
    public async Task Tag(TaskRevision revision, JsonArray tags) =>
        await Ask(
            "TagResource",
            new() { ["resourceArn"] = revision.Arn, ["tags"] = tags.DeepClone() },
            $"tag {revision.Name}"
        );

    /// <summary>Has the service run a revision; how many tasks it runs stays its own.</summary>
    /// <param name="revision">Its ARN, or its name.</param>
    public async Task<EcsService> Update(string revision)
    {
        var answer = await Ask(
            "UpdateService",
            new()
            {
                ["cluster"] = Settings.Cluster,
                ["service"] = Name,
                ["taskDefinition"] = revision,
            },
            $"update {Place} to {TaskRevision.NameOf(revision)}"
        );
        return new(answer["service"]!.AsObject());
    }

    /// <summary>Calls an operation of ECS.</summary>
    public Task<JsonObject> Ask(string operation, JsonObject input, string intent) =>
        session.Ask(operation, input, intent, cancellation);

    private async Task<TaskRevision> InTurn(SemaphoreSlim turns, string arn)
    {
        await turns.WaitAsync(cancellation);
        try
        {
            return await Revision(arn);
        }
        finally
        {
            turns.Release();
        }
    }

    private static TaskRevision Described(JsonObject answer) =>
        new(answer["taskDefinition"]!.AsObject(), answer["tags"] as JsonArray ?? []);
}

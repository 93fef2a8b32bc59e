using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>A task that runs once before an update, such as a migration of a database.</summary>
/// <param name="access">The service.</param>
/// <param name="pace">How often ECS is asked.</param>
/// <param name="tell">Takes the progress.</param>
internal sealed class OneOffTask(ServiceAccess access, RolloutPace pace, Action<string> tell)
{
    // Where the tasks of the service run, this one does too.
    private static readonly string[] Placement =
    [
        "launchType",
        "capacityProviderStrategy",
        "networkConfiguration",
        "platformVersion",
        "placementConstraints",
    ];

    private string Command => string.Join(' ', access.Stated.Migrate);

    /// <summary>Runs it to its end.</summary>
    /// <param name="service">The service's state.</param>
    /// <param name="revision">The revision that it runs.</param>
    /// <param name="container">The container.</param>
    /// <exception cref="StepFailedException">
    /// It did not start, or did not end with 0; the service is as it was.
    /// </exception>
    public async Task Run(EcsService service, TaskRevision revision, string container)
    {
        var task = await Start(service, revision, container);
        tell($"{access.Place}: \"{Command}\" runs in {revision.Name}");
        var asked = Stopwatch.StartNew();
        while ($"{task["lastStatus"]}" != "STOPPED")
        {
            if (asked.Elapsed >= access.Settings.Timeout)
                throw new StepFailedException(
                    $"\"{Command}\" has not ended within {access.Settings.Timeout.TotalMinutes:0.#} minutes, and {access.Place} stays as it is: look at the task {task["taskArn"]}, or allow more (\"ecs.timeout\")"
                );
            await Task.Delay(pace.Pause, access.Cancellation);
            task = await Describe($"{task["taskArn"]}");
        }

        if ((int?)ContainerOf(task, container)?["exitCode"] != 0)
            throw new StepFailedException(
                $"\"{Command}\" has failed, and {access.Place} stays as it is: {RolloutReasons.OfTask(task)}{await LogTail.Of(access, revision, container, $"{task["taskArn"]}")}"
            );
        tell($"{access.Place}: \"{Command}\" ended with 0");
    }

    private async Task<JsonObject> Start(EcsService service, TaskRevision revision, string container)
    {
        var input = new JsonObject
        {
            ["cluster"] = access.Settings.Cluster,
            ["taskDefinition"] = revision.Arn,
            ["startedBy"] = "pipeline",
            // A call whose answer was lost starts no second task.
            ["clientToken"] = $"{Guid.NewGuid()}",
            ["overrides"] = new JsonObject
            {
                ["containerOverrides"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = container,
                        ["command"] = new JsonArray([.. access.Stated.Migrate.Select(word => (JsonNode)word)]),
                    }
                ),
            },
        };
        foreach (var key in Placement)
            if (service.Json[key] is { } stated and not JsonArray { Count: 0 })
                input[key] = stated.DeepClone();
        var answer = await access.Ask("RunTask", input, $"run \"{Command}\" in {revision.Name}");
        return (answer["tasks"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()
            ?? throw new StepFailedException(
                $"\"{Command}\" could not start, and {access.Place} stays as it is: {string.Join(", ", (answer["failures"] as JsonArray ?? []).Select(failure => $"{failure!["reason"]}"))}"
            );
    }

    private async Task<JsonObject> Describe(string arn)
    {
        var answer = await access.Ask(
            "DescribeTasks",
            new() { ["cluster"] = access.Settings.Cluster, ["tasks"] = new JsonArray(arn) },
            $"describe the task of \"{Command}\""
        );
        return (answer["tasks"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()
            ?? throw new StepFailedException($"ECS knows the task {arn} of \"{Command}\" no more");
    }

    private static JsonObject? ContainerOf(JsonObject task, string name) =>
        (task["containers"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .FirstOrDefault(container => $"{container["name"]}" == name);
}

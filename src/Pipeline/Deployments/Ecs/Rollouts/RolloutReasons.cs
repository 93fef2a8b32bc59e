using System.Text.Json.Nodes;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>Why tasks of a revision do not run, from what ECS keeps about them for about an hour.</summary>
internal static class RolloutReasons
{
    private const int Most = 3;

    /// <summary>The reasons, as parts of a sentence; none where ECS has none, or does not tell.</summary>
    /// <param name="access">The service.</param>
    /// <param name="service">Its state.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="since">The time of the last event before its deployment.</param>
    public static async Task<ImmutableArray<string>> Of(
        ServiceAccess access,
        EcsService service,
        TaskRevision revision,
        DateTimeOffset since
    )
    {
        try
        {
            string[] stopped =
            [
                .. (await Stopped(access)).Where(task => IsOf(task, revision)).Select(OfTask).Distinct(),
            ];
            return
            [
                .. stopped.Take(Most),
                .. service.Events.Where(one => one.Time > since).Select(one => one.Message.TrimEnd('.')).Take(Most),
            ];
        }
        catch (StepFailedException untold)
        {
            return [untold.Message];
        }
    }

    /// <summary>Why a task has stopped.</summary>
    public static string OfTask(JsonObject task)
    {
        string[] containers =
        [
            .. (task["containers"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Where(container => (int?)container["exitCode"] is not (null or 0) || container["reason"] is not null)
                .Select(container =>
                    $"{container["name"]} {(container["exitCode"] is { } code ? $"ended with {code}" : "did not start")}{(container["reason"] is { } reason ? $" ({reason})" : "")}"
                ),
        ];
        return string.Join(
            ": ",
            new[] { $"{task["stopCode"]}", $"{task["stoppedReason"]}", string.Join(", ", containers) }.Where(part =>
                part.Length > 0
            )
        );
    }

    private static bool IsOf(JsonObject task, TaskRevision revision) => $"{task["taskDefinitionArn"]}" == revision.Arn;

    private static async Task<IEnumerable<JsonObject>> Stopped(ServiceAccess access)
    {
        var listed = await access.Ask(
            "ListTasks",
            new()
            {
                ["cluster"] = access.Settings.Cluster,
                ["serviceName"] = access.Name,
                ["desiredStatus"] = "STOPPED",
            },
            $"list the stopped tasks of {access.Place}"
        );
        if (listed["taskArns"] is not JsonArray { Count: > 0 } arns)
            return [];

        var described = await access.Ask(
            "DescribeTasks",
            new() { ["cluster"] = access.Settings.Cluster, ["tasks"] = arns.DeepClone() },
            $"describe the stopped tasks of {access.Place}"
        );
        return (described["tasks"] as JsonArray ?? []).OfType<JsonObject>();
    }
}

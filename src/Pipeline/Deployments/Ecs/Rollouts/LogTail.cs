using System.Text.Json.Nodes;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>The last lines that a task wrote to CloudWatch Logs.</summary>
internal static class LogTail
{
    private const int Lines = 10;

    /// <summary>The lines as the end of a message; empty where the container logs elsewhere.</summary>
    /// <param name="access">The service.</param>
    /// <param name="revision">The revision that the task ran.</param>
    /// <param name="container">The container.</param>
    /// <param name="task">The task's ARN.</param>
    public static async Task<string> Of(ServiceAccess access, TaskRevision revision, string container, string task)
    {
        if (
            TaskContent.LogOf(revision.Definition, container) is not { } options
            || options["awslogs-group"] is not { } group
            || options["awslogs-stream-prefix"] is not { } prefix
        )
            return "";

        try
        {
            var answer = await access.Session.AskLogs(
                "GetLogEvents",
                new()
                {
                    ["logGroupName"] = $"{group}",
                    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
                    ["logStreamName"] = $"{prefix}/{container}/{TaskRevision.NameOf(task)}",
                    ["limit"] = Lines,
                    ["startFromHead"] = false,
                },
                $"read the log of \"{container}\"",
                access.Cancellation
            );
            string[] lines = [.. (answer["events"] as JsonArray ?? []).Select(line => $"{line!["message"]}")];
            return lines.Length == 0 ? "" : $"; its last words:\n{string.Join('\n', lines)}";
        }
        catch (StepFailedException unread)
        {
            return $"; {unread.Message}";
        }
    }
}

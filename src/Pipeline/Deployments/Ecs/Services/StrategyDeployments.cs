using System.Text.Json.Nodes;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>
/// The deployments of a service by BLUE_GREEN, LINEAR or CANARY, which ECS calls service deployments.
/// </summary>
/// <param name="access">The service.</param>
internal sealed class StrategyDeployments(ServiceAccess access)
{
    /// <summary>The ARN of the newest; null for none.</summary>
    public async Task<string?> Newest()
    {
        var found = new List<JsonObject>();
        for (string? next = null; ; )
        {
            var input = new JsonObject { ["cluster"] = access.Settings.Cluster, ["service"] = access.Name };
            if (next is not null)
                input["nextToken"] = next;
            var page = await access.Ask("ListServiceDeployments", input, $"list the deployments of {access.Place}");
            found.AddRange((page["serviceDeployments"] as JsonArray ?? []).OfType<JsonObject>());
            next = (string?)page["nextToken"];
            if (next is null)
                return (string?)found.MaxBy(one => (double?)one["createdAt"] ?? 0)?["serviceDeploymentArn"];
        }
    }

    /// <summary>A deployment.</summary>
    /// <exception cref="StepFailedException">ECS keeps it no more.</exception>
    public async Task<JsonObject> Describe(string arn)
    {
        var answer = await access.Ask(
            "DescribeServiceDeployments",
            new() { ["serviceDeploymentArns"] = new JsonArray(arn) },
            $"describe the deployment of {access.Place}"
        );
        return (answer["serviceDeployments"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()
            ?? throw new StepFailedException(
                $"ECS knows the deployment {arn} of {access.Place} no more: run this again"
            );
    }

    /// <summary>Has ECS take a deployment back.</summary>
    public async Task TakeBack(string arn) =>
        await access.Ask(
            "StopServiceDeployment",
            new() { ["serviceDeploymentArn"] = arn, ["stopType"] = "ROLLBACK" },
            $"take back the deployment of {access.Place}"
        );
}

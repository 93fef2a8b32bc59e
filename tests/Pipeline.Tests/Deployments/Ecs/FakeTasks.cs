using System.Text.Json.Nodes;
using Polyfills.Tests.Aws;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>The one-off tasks of <see cref="FakeEcs"/>.</summary>
internal sealed class FakeTasks
{
    private readonly List<JsonObject> started = [];

    /// <summary>What they end with.</summary>
    public int ExitCode { get; set; }

    /// <summary>Why none starts; null: they do.</summary>
    public string? Failure { get; set; }

    public JsonObject Run(JsonObject input, FakeDefinitions definitions)
    {
        var revision = definitions.Find($"{input["taskDefinition"]}");
        if ($"{revision["networkMode"]}" == "awsvpc" && input["networkConfiguration"] is null)
            throw new Refusal(
                "InvalidParameterException",
                "Network Configuration must be provided when networkMode 'awsvpc' is specified."
            );
        if (Failure is not null)
            return new()
            {
                ["tasks"] = new JsonArray(),
                ["failures"] = new JsonArray(new JsonObject { ["reason"] = Failure }),
            };

        var container = $"{input["overrides"]!["containerOverrides"]![0]!["name"]}";
        started.Add(
            new()
            {
                ["taskArn"] = $"arn:aws:ecs:{FakeAws.Region}:123456789012:task/{FakeEcs.Cluster}/once-{started.Count}",
                ["taskDefinitionArn"] = revision["taskDefinitionArn"]!.DeepClone(),
                ["lastStatus"] = "PROVISIONING",
                ["containers"] = new JsonArray(new JsonObject { ["name"] = container }),
            }
        );
        return new() { ["tasks"] = new JsonArray(started[^1].DeepClone()), ["failures"] = new JsonArray() };
    }

    public JsonObject Describe(JsonObject input, IEnumerable<FakeService> services)
    {
        var wanted = input["tasks"]!.AsArray().Select(arn => $"{arn}").ToHashSet();
        foreach (var task in started)
        {
            task["lastStatus"] = "STOPPED";
            task["stopCode"] = "EssentialContainerExited";
            task["stoppedReason"] = "Essential container in task exited";
            task["containers"]![0]!["exitCode"] = ExitCode;
        }

        return new()
        {
            ["tasks"] = new JsonArray([
                .. started
                    .Concat(services.SelectMany(service => service.Stopped))
                    .Where(task => wanted.Contains($"{task["taskArn"]}"))
                    .Select(task => task.DeepClone()),
            ]),
            ["failures"] = new JsonArray(),
        };
    }
}

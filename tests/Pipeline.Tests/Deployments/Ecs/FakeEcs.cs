using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polyfills.Tests.Aws;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>
/// A strict ECS on loopback, with one cluster: what the service model, the signature, or ECS itself does not allow is
/// refused. Its deployments go on a little with each look at them.
/// </summary>
internal sealed class FakeEcs() : FakeAws(Model())
{
    public const string Cluster = "shop-production";

    private readonly Lock gate = new();

    /// <summary>The task definitions.</summary>
    public FakeDefinitions Definitions { get; } = new();

    /// <summary>The services of the cluster, by name.</summary>
    public Dictionary<string, FakeService> Services { get; } = [];

    /// <summary>The one-off tasks.</summary>
    public FakeTasks Tasks { get; } = new();

    /// <summary>What the operations were given.</summary>
    public ConcurrentQueue<(string Operation, JsonObject Input)> Calls { get; } = [];

    /// <summary>What happens right before an operation is answered.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Creates a service that runs a task definition.</summary>
    public FakeService Create(string name, JsonObject definition)
    {
        var revision = Definitions.Register(definition);
        return Services[name] = new(name, $"{revision["taskDefinitionArn"]}", Definitions);
    }

    protected override JsonNode Answer(string operation, JsonElement request)
    {
        var input = JsonNode.Parse(request.GetRawText())!.AsObject();
        Calls.Enqueue((operation, input));
        lock (gate)
        {
            Before(operation);
            if (input["cluster"] is { } cluster && $"{cluster}" != Cluster)
                throw new Refusal("ClusterNotFoundException", "Cluster not found.");
            return operation switch
            {
                "DescribeServices" => DescribeServices(input),
                "UpdateService" => new JsonObject { ["service"] = Of(input).Update($"{input["taskDefinition"]}") },
                "ListServiceDeployments" => Of(input).ListDeployments(),
                "DescribeServiceDeployments" => Owner(input["serviceDeploymentArns"]![0]!)
                    .DescribeDeployment($"{input["serviceDeploymentArns"]![0]}"),
                "StopServiceDeployment" => Owner(input["serviceDeploymentArn"]!)
                    .StopDeployment($"{input["serviceDeploymentArn"]}"),
                "DescribeTaskDefinition" => Definitions.Describe(input),
                "RegisterTaskDefinition" => Definitions.Answer(Definitions.Register(input), withTags: true),
                "ListTaskDefinitions" => Definitions.List(input),
                "TagResource" => Definitions.Tag(input),
                "ListTasks" => Of(input).ListStopped(),
                "DescribeTasks" => Tasks.Describe(input, Services.Values),
                "RunTask" => Tasks.Run(input, Definitions),
                _ => throw new Refusal("InvalidParameterException", operation),
            };
        }
    }

    private JsonObject DescribeServices(JsonObject input)
    {
        var name = $"{input["services"]![0]}";
        return Services.TryGetValue(name, out var service)
            ? new() { ["services"] = new JsonArray(service.Look()), ["failures"] = new JsonArray() }
            : new()
            {
                ["services"] = new JsonArray(),
                ["failures"] = new JsonArray(
                    new JsonObject
                    {
                        ["arn"] = $"arn:aws:ecs:{Region}:123456789012:service/{Cluster}/{name}",
                        ["reason"] = "MISSING",
                    }
                ),
            };
    }

    private FakeService Of(JsonObject input) =>
        Services.GetValueOrDefault($"{input["service"] ?? input["serviceName"]}")
        ?? throw new Refusal("ServiceNotFoundException", "Service not found.");

    private FakeService Owner(JsonNode deployment) =>
        Services.GetValueOrDefault($"{deployment}".Split('/')[^2])
        ?? throw new Refusal("ServiceNotFoundException", "Service not found.");

    private static string Model([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "fixtures", "ecs.service-2.json");
}

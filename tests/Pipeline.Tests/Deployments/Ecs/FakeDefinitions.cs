using System.Globalization;
using System.Text.Json.Nodes;
using Polyfills.Tests.Aws;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>
/// The task definitions of <see cref="FakeEcs"/>: a new revision for each registration, also for equal ones.
/// </summary>
internal sealed class FakeDefinitions
{
    private const string Prefix = $"arn:aws:ecs:{FakeAws.Region}:123456789012:task-definition/";

    private readonly List<JsonObject> all = [];
    private readonly Dictionary<string, JsonArray> tags = [];

    /// <summary>All revisions, the first one first.</summary>
    public IReadOnlyList<JsonObject> All => all;

    /// <summary>The tags of a revision, by their keys.</summary>
    public Dictionary<string, string> TagsOf(JsonObject revision) =>
        tags[$"{revision["taskDefinitionArn"]}"].ToDictionary(tag => $"{tag!["key"]}", tag => $"{tag!["value"]}");

    /// <summary>The revision of an ARN, of a name, or the latest of a family.</summary>
    public JsonObject Find(string name) =>
        all.LastOrDefault(one =>
            $"{one["taskDefinitionArn"]}" is var arn
            && (arn == name || arn == Prefix + name || arn.StartsWith($"{Prefix}{name}:", StringComparison.Ordinal))
        ) ?? throw new Refusal("ClientException", "Unable to describe task definition.");

    public JsonObject Register(JsonObject input)
    {
        foreach (var container in input["containerDefinitions"]!.AsArray())
            Check(container!);
        var revision = input.DeepClone().AsObject();
        var given = revision["tags"] as JsonArray ?? [];
        if (given.Select(tag => $"{tag!["key"]}").Distinct().Count() != given.Count || given.Count > 50)
            throw new Refusal("InvalidParameterException", "Duplicate or too many tags.");
        revision.Remove("tags");
        var number = all.Count(one => $"{one["family"]}" == $"{input["family"]}") + 1;
        var arn = $"{Prefix}{input["family"]}:{number}";
        revision["taskDefinitionArn"] = arn;
        revision["revision"] = number;
        revision["status"] = "ACTIVE";
        revision["compatibilities"] = new JsonArray("EC2", "FARGATE");
        revision["requiresAttributes"] = new JsonArray(
            new JsonObject { ["name"] = "com.amazonaws.ecs.capability.task-iam-role" }
        );
        revision["registeredAt"] = 1_700_000_000 + all.Count;
        revision["registeredBy"] = "arn:aws:iam::123456789012:user/somebody";
        revision["volumes"] ??= new JsonArray();
        tags[arn] = given.DeepClone().AsArray();
        all.Add(revision);
        return revision;
    }

    public JsonObject Describe(JsonObject input) =>
        Answer(Find($"{input["taskDefinition"]}"), input["include"] is JsonArray);

    public JsonObject Answer(JsonObject revision, bool withTags)
    {
        var answer = new JsonObject { ["taskDefinition"] = revision.DeepClone() };
        if (withTags)
            answer["tags"] = tags[$"{revision["taskDefinitionArn"]}"].DeepClone();
        return answer;
    }

    public JsonObject List(JsonObject input) =>
        new()
        {
            ["taskDefinitionArns"] = new JsonArray([
                .. all.Where(one =>
                        $"{one["family"]}" == $"{input["familyPrefix"]}" && $"{one["status"]}" == $"{input["status"]}"
                    )
                    .Select(one => one["taskDefinitionArn"]!.DeepClone())
                    .Reverse()
                    .Take((int?)input["maxResults"] ?? 100),
            ]),
        };

    public JsonObject Tag(JsonObject input)
    {
        var known = tags[$"{input["resourceArn"]}"];
        foreach (var tag in input["tags"]!.AsArray())
        {
            if (known.FirstOrDefault(one => $"{one!["key"]}" == $"{tag!["key"]}") is { } old)
                known.Remove(old);
            known.Add(tag!.DeepClone());
        }

        return [];
    }

    // Both forms of an image at once are none, and a name stands in one of two lists.
    private static void Check(JsonNode container)
    {
        var image = $"{container["image"]}";
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest > 0 && image[image.LastIndexOf('/')..digest].Contains(':', StringComparison.Ordinal))
            throw new Refusal(
                "ClientException",
                string.Create(CultureInfo.InvariantCulture, $"Invalid image {image}.")
            );
        var names = new[] { "environment", "secrets" }
            .SelectMany(list => container[list] as JsonArray ?? [])
            .Select(entry => $"{entry!["name"]}")
            .ToArray();
        if (names.Distinct().Count() != names.Length)
            throw new Refusal("ClientException", "The secret name must be unique and not shared with the environment.");
    }
}

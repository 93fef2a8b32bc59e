using System.Text.Json.Nodes;

namespace Pipeline.Tests.Deployments.GitOps.PullRequests;

/// <content>What its answers look like.</content>
public sealed partial class FakeGitHub
{
    private JsonNode Show(JsonObject operation, int status, FakePullRequest request)
    {
        var shown = description.Answer(operation, status);
        shown["number"] = request.Number;
        shown["state"] = request.IsOpen ? "open" : "closed";
        shown["title"] = request.Title;
        shown["body"] = request.Body;
        shown["html_url"] = $"{Url}/{Owner}/{Name}/pull/{request.Number}";
        shown["head"]!["ref"] = request.Head;
        shown["base"]!["ref"] = request.Base;
        shown["labels"] = Labels(request);
        if (shown["mergeable_state"] is not null)
            shown["mergeable_state"] = "clean";
        NameAccounts(shown);
        return shown;
    }

    // The description takes any text for an account's type; GitHub has a few.
    private static void NameAccounts(JsonNode? node)
    {
        if (node is not JsonObject map)
            return;
        if (map.ContainsKey("login"))
            map["type"] = "User";
        foreach (var (_, value) in map)
            NameAccounts(value);
    }

    private static JsonArray Labels(FakePullRequest request) =>
        new([
            .. request.Labels.Select(name => new JsonObject
            {
                ["id"] = 1,
                ["node_id"] = "text",
                ["url"] = "https://github.example/text",
                ["name"] = name,
                ["description"] = "text",
                ["color"] = "ededed",
                ["default"] = false,
            }),
        ]);

    private static (int, JsonNode) Refuse(int status, string message, object? error = null)
    {
        var body = new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" };
        if (error is (string resource, string field, string code))
            body["errors"] = new JsonArray(
                new JsonObject
                {
                    ["resource"] = resource,
                    ["field"] = field,
                    ["code"] = code,
                }
            );
        else if (error is string text)
            body["errors"] = new JsonArray(
                new JsonObject
                {
                    ["resource"] = "PullRequest",
                    ["code"] = "custom",
                    ["message"] = text,
                }
            );
        return (status, body);
    }
}

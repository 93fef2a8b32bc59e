using System.Text.Json.Nodes;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>Writes applications as Argo CD's API shows them.</summary>
internal static class NewApplication
{
    public static JsonObject Of(string name, string revision, string sync = "Synced", string health = "Healthy") =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "argocd" },
            ["spec"] = new JsonObject
            {
                ["project"] = "shop",
                ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["selfHeal"] = true } },
            },
            ["status"] = new JsonObject
            {
                ["sync"] = new JsonObject { ["status"] = sync, ["revision"] = revision },
                ["health"] = new JsonObject { ["status"] = health },
            },
        };

    /// <summary>The application with a part of it replaced.</summary>
    /// <param name="application">The application.</param>
    /// <param name="path">Where, with dots.</param>
    /// <param name="value">JSON.</param>
    public static JsonObject With(this JsonObject application, string path, string value)
    {
        var changed = application.DeepClone().AsObject();
        var at = changed;
        foreach (var part in path.Split('.')[..^1])
            at = (at[part] ??= new JsonObject()).AsObject();
        at[path.Split('.')[^1]] = JsonNode.Parse(value);
        return changed;
    }
}

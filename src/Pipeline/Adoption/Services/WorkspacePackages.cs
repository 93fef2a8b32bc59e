using System.Text.Json;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Finds the packages of an npm, pnpm or Yarn workspace that a package is built of.</summary>
internal static class WorkspacePackages
{
    private const string File = "package.json";

    private static readonly ImmutableArray<string> Fields = ["dependencies", "devDependencies"];

    /// <summary>The folders of the packages that a folder's own names, each with the line of the name.</summary>
    public static IEnumerable<Evidence> NeededBy(RepositoryTree tree, string folder)
    {
        var file = RepositoryPath.Combine(folder, File);
        if (!tree.HasFile(file) || Read(tree, file) is not { } package)
            return [];

        var names = Fields
            .Select(field =>
                package.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Object
                    ? value
                    : default
            )
            .Where(value => value.ValueKind == JsonValueKind.Object)
            .SelectMany(value => value.EnumerateObject().Select(entry => entry.Name))
            .ToHashSet();
        return tree
            .Files.Where(other => RepositoryTree.FileName(other) == File && other != file)
            .Select(other => (Folder: RepositoryPath.Folder(other), Name: NameOf(tree, other)))
            .Where(other => other.Name is not null && names.Contains(other.Name))
            .Select(other => new Evidence(other.Folder, file, LineOf(tree.Text(file)!, other.Name!)))
            .Where(other => other.Fact.Length > 0);
    }

    private static string? NameOf(RepositoryTree tree, string file) =>
        Read(tree, file) is { } package
        && package.TryGetProperty("name", out var name)
        && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private static JsonElement? Read(RepositoryTree tree, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(tree.Text(file) ?? "");
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int LineOf(string text, string name) =>
        text.AsSpan(0, Math.Max(0, text.IndexOf($"\"{name}\"", StringComparison.Ordinal))).Count('\n') + 1;
}

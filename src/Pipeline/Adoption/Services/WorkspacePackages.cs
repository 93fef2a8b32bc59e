using System.Text.Json;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Finds the packages of an npm, pnpm or Yarn workspace that a package is built of.</summary>
/// <param name="tree">The repository.</param>
internal sealed class WorkspacePackages(RepositoryTree tree)
{
    private const string File = "package.json";

    private static readonly ImmutableArray<string> Fields = ["dependencies", "devDependencies"];

    // The folders of each name: one name may stand in several, of which one is a copy.
    private readonly Lazy<ILookup<string, string>> folders = new(() =>
        tree
            .Files.Where(file => RepositoryTree.FileName(file) == File)
            .Select(file => (Folder: RepositoryPath.Folder(file), Name: NameOf(tree, file)))
            .Where(package => package.Name is not null && package.Folder.Length > 0)
            .ToLookup(package => package.Name!, package => package.Folder)
    );

    /// <summary>The folders of the packages that a folder's own names, each with the line of the name.</summary>
    public IEnumerable<Evidence> NeededBy(string folder)
    {
        var file = RepositoryPath.Combine(folder, File);
        if (!tree.HasFile(file) || Read(tree, file) is not { } package)
            return [];

        return Fields
            .Select(field =>
                package.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Object
                    ? value
                    : default
            )
            .Where(value => value.ValueKind == JsonValueKind.Object)
            .SelectMany(value => value.EnumerateObject().Select(entry => entry.Name))
            .Distinct()
            .SelectMany(name => folders.Value[name].Select(needed => (Folder: needed, Name: name)))
            .Where(needed => needed.Folder != folder)
            .OrderBy(needed => needed.Folder, StringComparer.Ordinal)
            .Select(needed => new Evidence(needed.Folder, file, LineOf(tree.Text(file)!, needed.Name)));
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

using System.Text.Json;
using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Quality.Languages.Node;

/// <summary>
/// The file that pins the versions of a package's dependencies: its own, or that of the workspace that it is in.
/// </summary>
/// <param name="File">The lock file.</param>
/// <param name="Manager">The package manager that reads it.</param>
internal sealed partial record NodeLock(AbsolutePath File, NodeManager Manager)
{
    private static readonly string[] Names =
    [
        "package-lock.json",
        "npm-shrinkwrap.json",
        "pnpm-lock.yaml",
        "yarn.lock",
    ];

    /// <summary>The folder that dependencies are installed in.</summary>
    public AbsolutePath Folder => File.Parent!;

    /// <summary>Finds it in a package's folder or in one above; null where the package has none.</summary>
    /// <param name="package">The folder of the package.</param>
    public static NodeLock? Of(AbsolutePath package)
    {
        for (var folder = package; folder is not null; folder = folder.Parent)
        {
            if (Names.Select(name => folder / name).FirstOrDefault(file => System.IO.File.Exists(file)) is not { } file)
            {
                if (Path.Exists(folder / ".git"))
                    return null;
                continue;
            }

            var found = new NodeLock(file, ManagerOf(file));
            return folder == package || found.Has(package) ? found : null;
        }

        return null;
    }

    /// <summary>True where a folder is a package of the workspace.</summary>
    public bool Has(AbsolutePath package) => Members(Folder).Any(member => Matches(member, Folder, package));

    /// <summary>True where a folder above the package has it, with the other packages of a workspace.</summary>
    public bool IsShared(AbsolutePath package) => Folder != package;

    private static NodeManager ManagerOf(AbsolutePath file) =>
        file.Name switch
        {
            "pnpm-lock.yaml" => NodeManager.Pnpm,
            "yarn.lock" => System.IO.File.ReadAllText(file).Contains("__metadata:", StringComparison.Ordinal)
                ? NodeManager.Yarn
                : NodeManager.ClassicYarn,
            _ => NodeManager.Npm,
        };

    // The patterns of the workspace's packages: "packages/*".
    private static IEnumerable<string> Members(AbsolutePath root) => [.. OfPnpm(root), .. OfPackage(root)];

    private static IEnumerable<string> OfPnpm(AbsolutePath root)
    {
        var file = root / "pnpm-workspace.yaml";
        try
        {
            return
                System.IO.File.Exists(file)
                && (YamlNodeReader.Read(System.IO.File.ReadAllText(file)) as YamlMap)?["packages"] is YamlList packages
                ? packages.Items.OfType<YamlScalar>().Select(pattern => pattern.Value)
                : [];
        }
        catch (YamlException)
        {
            // pnpm says so.
            return [];
        }
    }

    private static IEnumerable<string> OfPackage(AbsolutePath root)
    {
        var file = root / "package.json";
        if (!System.IO.File.Exists(file))
            return [];
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllText(file));
            return
                json.RootElement.TryGetProperty("workspaces", out var members)
                && (
                    members.ValueKind == JsonValueKind.Array
                    || members.ValueKind == JsonValueKind.Object && members.TryGetProperty("packages", out members)
                )
                ? [.. members.EnumerateArray().Select(pattern => pattern.GetString() ?? "")]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static bool Matches(string pattern, AbsolutePath root, AbsolutePath package)
    {
        var path = Path.GetRelativePath(root, package).Replace('\\', '/');
        var form = Stars()
            .Replace(
                Regex.Escape(pattern.Trim('/').Replace("./", "", StringComparison.Ordinal)),
                star => star.Value == @"\*" ? "[^/]*" : ".*"
            );
        return Regex.IsMatch(path, $"^{form}$");
    }

    [GeneratedRegex(@"(\\\*)+")]
    private static partial Regex Stars();
}

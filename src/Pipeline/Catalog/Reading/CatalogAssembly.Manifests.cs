using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

// Where a service's manifests are, and what they say of its image.
internal sealed partial class CatalogAssembly
{
    private const string CommonFolder = "base";

    // The GitOps paths of environments that are folders here; manifests may also be in another repository.
    private string[] ManifestPaths => field ??= ReadManifestPaths();

    private IEnumerable<string?> StatedPaths =>
        document.Environments?.Values.Select(environment => environment?.Gitops?.Path) ?? [];

    // Where "local" is left out, its path is too.
    private bool IsUsualPathUsed =>
        StatedPaths.Contains(null)
        || document.Environments?.ContainsKey(Catalog.DeploymentEnvironment.LocalName) != true;

    private string[] ReadManifestPaths() =>
        [
            .. StatedPaths
                .Append(IsUsualPathUsed ? ManifestsPath : null)
                .OfType<string>()
                .Select(path => path.Trim('/'))
                .Distinct()
                .Where(path => Directory.Exists(root / path)),
        ];

    private string? ManifestsOf(string name) =>
        Discovery
            .ManifestFolders(name)
            .FirstOrDefault(folder => IsUsualPathUsed && Folders.Has($"{ManifestsPath}/{folder}"))
        ?? Discovery
            .ManifestFolders(name)
            .Concat(Discovery.ManifestFolders(name).Select(folder => $"{CommonFolder}/{folder}"))
            .FirstOrDefault(folder =>
                ManifestPaths.Length > 0 && ManifestPaths.All(path => Folders.Has($"{path}/{folder}"))
            );

    // A folder for each environment need not be there for all of them.
    private bool CheckManifests(string name, YamlMap? map, string? manifests)
    {
        if (manifests is null)
            return true;

        var problem =
            manifests.Split('/').Contains("..")
                ? "leads out of the folder of the manifests, \"gitops.path\" of an environment: write it without \"..\""
            : ManifestPaths.Length == 0 || Written(manifests).Any(path => Path.Exists(root / path)) ? null
            // Without one like it, the manifests may be about to be written, or be in another repository.
            : NearestManifests(manifests) is { Length: > 0 } nearest
                ? $"does not exist below {string.Join(" or ", ManifestPaths)}: did you mean \"{nearest}\"?"
            : null;
        if (problem is not null)
            report(map!["manifests"]!.Start, $"\"{manifests}\", the manifests of \"{name}\", {problem}");
        return problem is null;
    }

    // Folder by folder, as far as something like it is there.
    private string NearestManifests(string manifests)
    {
        const string Placeholder = "{environment}";
        var right = "";
        foreach (var part in manifests.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Written(right)
                .Select(path => $"{root / path}")
                .Where(Directory.Exists)
                .SelectMany(Directory.EnumerateFileSystemEntries)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal)
                .Distinct()
                .ToArray();
            if (
                (
                    known.Contains(part)
                        ? part
                        : Spelling.Nearest(part, part.Contains('{', StringComparison.Ordinal) ? [Placeholder] : known)
                )
                is not { } name
            )
                break;
            right = right.Length == 0 ? name : $"{right}/{name}";
        }

        return right;
    }

    private IEnumerable<string> Written(string manifests) =>
        from path in ManifestPaths
        from environment in (document.Environments?.Keys ?? Enumerable.Empty<string>()).Append(
            Catalog.DeploymentEnvironment.LocalName
        )
        select $"{path}/{manifests.Replace("{environment}", environment, StringComparison.Ordinal)}";

    // Services without a folder of their own share files.
    private string[] SharedRepositories =>
        field ??= [.. Repositories(ManifestPaths.Where(path => path is not ("" or ".")))];

    // What runs today is what goes on, whatever the platform's name; null where the manifests do not agree on one.
    private string? RepositoryOf(string name, string? manifests)
    {
        var stated = manifests is null
            ? SharedRepositories
            : Repositories(Written(manifests).Distinct().Where(path => Folders.Has(path) || File.Exists(root / path)));
        var repositories = stated
            .Where(repository =>
                Discovery.ManifestFolders(name).Contains(repository[(repository.LastIndexOf('/') + 1)..])
            )
            .Distinct()
            .ToArray();
        return repositories is [var only] ? only : null;
    }

    private IEnumerable<string> Repositories(IEnumerable<string> paths) =>
        paths
            .SelectMany(path => Folders.Has(path) ? ManifestScan.Below(root / path) : ManifestScan.Of(root / path))
            .Select(WithoutRegistry)
            .Where(repository =>
                repository.Contains('/', StringComparison.Ordinal) && RepositoryName.IsValid(repository)
            );

    private string WithoutRegistry(string image)
    {
        var reference = ImageReference.Parse(image);
        var prefix = (document.Environments?.Values.Select(environment => environment?.Registry) ?? [])
            .OfType<string>()
            .FirstOrDefault(registry => reference.Name.StartsWith($"{registry}/", StringComparison.Ordinal));
        return prefix is null ? reference.Repository : reference.Name[(prefix.Length + 1)..];
    }
}

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
    private void CheckManifests(string name, YamlMap? map, string? manifests)
    {
        if (manifests is null || ManifestPaths.Length == 0 || Written(manifests).Any(path => Path.Exists(root / path)))
            return;

        var known = ManifestPaths
            .SelectMany(path => Directory.EnumerateFileSystemEntries(root / path))
            .Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)
            .Distinct()
            .ToArray();
        // Without one like it, the manifests may be about to be written, or be in another repository.
        if (Spelling.Nearest(manifests.Split('/')[0], known) is { } nearest)
            report(
                map!["manifests"]!.Start,
                $"\"{manifests}\", the manifests of \"{name}\", does not exist below {string.Join(" or ", ManifestPaths)}: did you mean \"{nearest}\"?"
            );
    }

    private IEnumerable<string> Written(string manifests) =>
        from path in ManifestPaths
        from environment in (document.Environments?.Keys ?? Enumerable.Empty<string>()).Append(
            Catalog.DeploymentEnvironment.LocalName
        )
        select $"{path}/{manifests.Replace("{environment}", environment, StringComparison.Ordinal)}";

    // What runs today is what goes on, whatever the platform's name; null where the manifests do not agree on one.
    private string? RepositoryOf(string name, string? manifests)
    {
        var folders = manifests is null ? [] : Written(manifests).Distinct().Where(Folders.Has);
        var repositories = folders
            .SelectMany(folder => StatedImages.In(root / folder))
            .Select(WithoutRegistry)
            .Where(repository =>
                repository.Contains('/', StringComparison.Ordinal)
                && RepositoryName.IsValid(repository)
                && Discovery.ManifestFolders(name).Contains(repository[(repository.LastIndexOf('/') + 1)..])
            )
            .Distinct()
            .ToArray();
        return repositories is [var only] ? only : null;
    }

    private string WithoutRegistry(string image)
    {
        var reference = ImageReference.Parse(image);
        var prefix = (document.Environments?.Values.Select(environment => environment?.Registry) ?? [])
            .OfType<string>()
            .FirstOrDefault(registry => reference.Name.StartsWith($"{registry}/", StringComparison.Ordinal));
        return prefix is null ? reference.Repository : reference.Name[(prefix.Length + 1)..];
    }
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality;
using Pipeline.Quality.Languages;
using Pipeline.Workflows.Updates;

namespace Pipeline.Build.Delivery;

/// <summary>What declares the packages of a platform.</summary>
/// <param name="platform">The catalog.</param>
/// <param name="build">The folder of the build's project, in whichever repository; null where unknown.</param>
internal sealed class DeclaredPackages(Platform platform, AbsolutePath? build)
{
    private const string Docker = "docker";

    /// <summary>All of them by package manager, their folders in as few words as name no other.</summary>
    public ImmutableArray<PackageUpdates> All =>
        [
            .. Folders()
                .Where(declared => declared.Folder == platform.Root || platform.Root.Contains(declared.Folder))
                .GroupBy(declared => declared.Ecosystem, declared => declared.Folder)
                .Select(declared => new PackageUpdates(declared.Key, Shortened(declared.Key, [.. declared]))),
        ];

    private IEnumerable<PackageFolder> Folders() =>
        [
            .. platform
                .Services.Where(service => Directory.Exists(service.Directory))
                .SelectMany(service => SupportedLanguages.Find(service.Language)?.PackagesOf(service.Directory) ?? []),
            .. platform
                .BasesAndServices.Select(source => source.Dockerfile?.Parent)
                .Concat(platform.Bases.Select(image => image.Fallback))
                .OfType<AbsolutePath>()
                .Where(HasDockerfile)
                .Select(folder => new PackageFolder(Docker, folder)),
            .. build is null ? [] : ByAnyLanguage(build),
        ];

    // One line for "services" instead of a thousand, as long as it names no folder more. Dependabot passes over folders
    // that such a pattern names and that declare nothing.
    private ImmutableArray<string> Shortened(string ecosystem, HashSet<AbsolutePath> folders) =>
        [
            .. folders
                .GroupBy(folder => folder == platform.Root ? null : folder.Parent)
                .SelectMany(siblings =>
                    siblings.Key is { } parent && siblings.Count() > 1 && AreAll(ecosystem, parent, folders)
                        ? [$"{Shown(parent).TrimEnd('/')}/*"]
                        : siblings.Select(Shown)
                ),
        ];

    private static bool AreAll(string ecosystem, AbsolutePath parent, HashSet<AbsolutePath> folders) =>
        Directory
            .EnumerateDirectories(parent)
            .Select(folder => (AbsolutePath)folder)
            .Where(folder => !folders.Contains(folder))
            .All(folder =>
                ecosystem == Docker ? !HasDockerfile(folder) : !ByAnyLanguage(folder).Contains(new(ecosystem, folder))
            );

    private static IEnumerable<PackageFolder> ByAnyLanguage(AbsolutePath folder) =>
        SupportedLanguages.All.SelectMany(language => language.PackagesOf(folder));

    // As Dependabot recognises them, whatever else their names have.
    private static bool HasDockerfile(AbsolutePath folder) =>
        Directory
            .EnumerateFiles(folder)
            .Select(file => Path.GetFileName(file))
            .Any(name =>
                name.Contains("dockerfile", StringComparison.OrdinalIgnoreCase)
                || name.Contains("containerfile", StringComparison.OrdinalIgnoreCase)
            );

    private string Shown(AbsolutePath folder) =>
        folder == platform.Root
            ? "/"
            : $"/{Path.GetRelativePath(platform.Root, folder).Replace(Path.DirectorySeparatorChar, '/')}";
}

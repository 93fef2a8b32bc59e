using System.IO.Enumeration;
using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>Finds what a catalog leaves out, by the usual layouts of monorepos.</summary>
internal static class Discovery
{
    private static bool IgnoreCase => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>The folders that may hold a service's sources, the likeliest first.</summary>
    public static IEnumerable<string> SourceFolders(string service)
    {
        yield return $"services/{service}";
        yield return $"services/{service}-service";
        yield return $"microservices/{service}-service";
        yield return $"microservices/{service}";
        yield return $"apps/{service}-service";
        yield return $"apps/{service}";
        yield return $"{service}-service";
        yield return $"{service}-service-main";
        yield return service;
    }

    /// <summary>The folders that may hold all manifests, the likeliest first.</summary>
    public static ImmutableArray<string> ManifestRoots { get; } =
    ["gitops/manifests", "gitops", "manifests", "k8s", "deploy"];

    /// <summary>The folders that may hold a service's manifests, the likeliest first.</summary>
    public static IEnumerable<string> ManifestFolders(string service) => [$"{service}-service", service];

    /// <summary>The language whose marker lies in a folder; null where none does, or the folder is not here.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="languages">The known languages; the earlier one takes precedence.</param>
    public static Language? LanguageOf(AbsolutePath directory, ImmutableArray<Language> languages)
    {
        if (!Directory.Exists(directory))
            return null;

        // One listing costs a fraction of one query for each pattern.
        return LanguageOf([.. Directory.GetFiles(directory).Select(file => Path.GetFileName(file))], languages);
    }

    /// <summary>The language whose marker is among the files of a folder; null where none is.</summary>
    /// <param name="files">Their names.</param>
    /// <param name="languages">The known languages; the earlier one takes precedence.</param>
    public static Language? LanguageOf(IReadOnlyCollection<string> files, ImmutableArray<Language> languages) =>
        languages
            .OrderBy(language => language.AccompaniesOthers)
            .FirstOrDefault(language =>
                language.Markers.Any(marker =>
                    files.Any(file => FileSystemName.MatchesSimpleExpression(marker, file, IgnoreCase))
                )
            );

    /// <summary>The Dockerfile of a service; null where there is none.</summary>
    public static AbsolutePath? DockerfileOf(AbsolutePath directory) =>
        new[] { "Dockerfile", "dockerfile", "build/Dockerfile" }
            .Select(name => $"{directory}/{name}")
            .FirstOrDefault(File.Exists);
}

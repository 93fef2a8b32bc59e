using System.IO.Enumeration;
using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>Finds what a catalog does not say, by the layouts that monorepos use.</summary>
internal static class Discovery
{
    private static readonly (string Pattern, Language Language)[] Markers =
    [
        ("go.mod", Language.Go),
        ("package.json", Language.Node),
        ("*.csproj", Language.DotNet),
        ("*.fsproj", Language.DotNet),
        ("pyproject.toml", Language.Python),
        ("requirements.txt", Language.Python),
        ("setup.py", Language.Python),
        ("*.py", Language.Python),
    ];

    private static bool IgnoreCase => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>The folders that are looked into for a service's sources, in order.</summary>
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

    /// <summary>The folders that are looked into for a service's manifests, in order.</summary>
    public static IEnumerable<string> ManifestFolders(string service) => [$"{service}-service", service];

    /// <summary>The language whose marker file lies in <paramref name="directory"/>; null where none does.</summary>
    public static Language? LanguageOf(AbsolutePath directory)
    {
        // Asking the system once for all names is a fraction of asking for each pattern.
        var files = Directory.GetFiles(directory).Select(Path.GetFileName).ToArray();
        return Markers
            .Where(marker =>
                files.Any(file => FileSystemName.MatchesSimpleExpression(marker.Pattern, file, IgnoreCase))
            )
            .Select(marker => (Language?)marker.Language)
            .FirstOrDefault();
    }

    /// <summary>The Dockerfile of a service; null where there is none.</summary>
    public static AbsolutePath? DockerfileOf(AbsolutePath directory) =>
        new[] { "Dockerfile", "dockerfile", "build/Dockerfile" }
            .Select(name => $"{directory}/{name}")
            .FirstOrDefault(File.Exists);
}

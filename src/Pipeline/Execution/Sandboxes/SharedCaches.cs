using Pipeline.Catalog;

namespace Pipeline.Execution.Sandboxes;

/// <summary>
/// The caches of compilers and package managers, which all services of a machine share: the programs of a service may
/// write them. What is run from a home folder, or configures programs, is in none of them.
/// </summary>
internal static class SharedCaches
{
    // By the language that has them; those of languages that Pipeline has no toolchain for are of custom services.
    private static readonly ImmutableArray<(string Language, string Folder)> All =
    [
        ("go", "~/go/pkg"),
        ("go", "$GOPATH/pkg"),
        ("go", "$GOMODCACHE"),
        ("go", "$GOCACHE"),
        ("go", "~/.cache/go-build"),
        ("custom", "~/.cache/golangci-lint"),
        ("dotnet", "~/.nuget/packages"),
        ("dotnet", "$NUGET_PACKAGES"),
        ("dotnet", "$NUGET_HTTP_CACHE_PATH"),
        ("dotnet", "~/.local/share/NuGet"),
        ("dotnet", "~/.dotnet/toolResolverCache"),
        ("node", "~/.npm"),
        ("node", "$npm_config_cache"),
        ("node", "$NPM_CONFIG_CACHE"),
        ("node", "~/.cache/node"),
        ("node", "$COREPACK_HOME"),
        ("node", "~/.cache/yarn"),
        ("node", "$YARN_CACHE_FOLDER"),
        ("node", "$YARN_GLOBAL_FOLDER"),
        ("node", "~/.yarn/berry"),
        ("node", "~/.cache/pnpm"),
        ("node", "~/.local/share/pnpm"),
        ("custom", "~/.cache/node-gyp"),
        ("custom", "~/.cache/ms-playwright"),
        ("custom", "~/.cache/Cypress"),
        ("python", "~/.cache/pip"),
        ("python", "$PIP_CACHE_DIR"),
        ("python", "~/.cache/uv"),
        ("python", "$UV_CACHE_DIR"),
        ("python", "~/.cache/pypoetry"),
        ("python", "$POETRY_CACHE_DIR"),
        ("python", "~/.cache/pip-audit"),
        ("custom", "~/.cache/trivy"),
        ("custom", "$TRIVY_CACHE_DIR"),
        ("java", "~/.m2/repository"),
        ("java", "~/.m2/wrapper"),
        ("java", "$MAVEN_USER_HOME/wrapper"),
        ("java", "~/.gradle/.tmp"),
        ("java", "~/.gradle/caches"),
        ("java", "~/.gradle/daemon"),
        ("java", "~/.gradle/native"),
        ("java", "~/.gradle/notifications"),
        ("java", "~/.gradle/workers"),
        ("java", "~/.gradle/wrapper"),
        ("java", "$GRADLE_USER_HOME/.tmp"),
        ("java", "$GRADLE_USER_HOME/caches"),
        ("java", "$GRADLE_USER_HOME/daemon"),
        ("java", "$GRADLE_USER_HOME/native"),
        ("java", "$GRADLE_USER_HOME/notifications"),
        ("java", "$GRADLE_USER_HOME/workers"),
        ("java", "$GRADLE_USER_HOME/wrapper"),
        ("rust", "~/.cargo/registry"),
        ("rust", "~/.cargo/git"),
        ("rust", "$CARGO_HOME/registry"),
        ("rust", "$CARGO_HOME/git"),
        ("custom", "~/.cache/composer"),
    ];

    /// <summary>Those that exist, and those that a service may need: they are made, as no sandbox can.</summary>
    /// <param name="source">The service.</param>
    /// <param name="variable">Finds a variable of the environment.</param>
    public static IEnumerable<string> For(ImageSource source, Func<string, string?> variable)
    {
        // A command of the catalog may be any program.
        var service = source as Service;
        var needsAll =
            service is { Commands: not { Compile.IsEmpty: true, Test.IsEmpty: true, Lint.IsEmpty: true } }
            || service?.Language == Language.Custom;
        foreach (var (language, name) in All)
            if (
                Locate(name, variable) is { } folder
                && (Directory.Exists(folder) || (needsAll || language == service?.Language.Name) && IsMade(folder))
            )
                yield return folder;
    }

    private static string? Locate(string folder, Func<string, string?> variable)
    {
        var place = folder switch
        {
            ['~', .. var rest]
                when rest.StartsWith("/.cache/", StringComparison.Ordinal)
                    && variable("XDG_CACHE_HOME") is { Length: > 0 } caches => caches + rest["/.cache".Length..],
            ['~', .. var rest] when variable("HOME") is { Length: > 0 } home => home + rest,
            ['$', .. var rest]
                when rest.Split('/') is [var name, .. var below] && variable(name) is { Length: > 0 } value =>
                Path.Combine([value, .. below]),
            _ => null,
        };
        return Path.IsPathRooted(place) ? place : null;
    }

    private static bool IsMade(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

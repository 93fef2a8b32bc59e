using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Python;

/// <summary>The files by which a service declares the packages that it and its tests need.</summary>
internal static partial class PythonDependencies
{
    private static readonly string[] Locks = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];

    /// <summary>Those that a folder has, in a fixed order.</summary>
    public static IEnumerable<AbsolutePath> Files(AbsolutePath service) =>
        Requirements(service)
            .Concat(Locks.Prepend("pyproject.toml").Select(name => service / name).Where(file => File.Exists(file)));

    /// <summary>True where the versions of all packages are pinned, or there is none.</summary>
    public static bool ArePinned(AbsolutePath service)
    {
        if (Locks.Any(name => File.Exists(service / name)))
            return true;
        AbsolutePath[] requirements = [.. Requirements(service)];
        return requirements.Length > 0
            ? requirements.SelectMany(file => File.ReadLines(file)).All(line => Pinned().IsMatch(line))
            : !File.Exists(service / "pyproject.toml")
                || !Declaring().IsMatch(File.ReadAllText(service / "pyproject.toml"));
    }

    /// <summary>
    /// The requirements files of the service and of its tests: <c>requirements-dev.txt</c>,
    /// <c>requirements/test.txt</c>.
    /// </summary>
    public static IEnumerable<AbsolutePath> Requirements(AbsolutePath service) =>
        new[] { service, service / "requirements" }
            .Where(folder => Directory.Exists(folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
            .Where(file => Requirement().IsMatch(Path.GetRelativePath(service, file).Replace('\\', '/')))
            .Select(file => (AbsolutePath)file);

    [GeneratedRegex(
        @"^(requirements([-_.](dev|tests?|testing|ci))?|(dev|tests?)[-_.]requirements|requirements/(base|common|main|prod|requirements|dev|tests?|testing|ci))\.txt$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Requirement();

    // Comments, options, and what goes on from the line before.
    [GeneratedRegex(@"^\s*(#|-|$)|==|@")]
    private static partial Regex Pinned();

    [GeneratedRegex(
        @"^\s*dependencies\s*=\s*\[\s*[^\]\s]|^\[(dependency-groups|tool\.poetry\b.*dependencies)\]|^dev-dependencies",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Declaring();
}

using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Python;

/// <summary>The files by which a service declares the packages that it and its tests need.</summary>
internal static partial class PythonDependencies
{
    private static readonly string[] Locks = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];

    private static readonly (string File, Regex Pattern)[] Signs =
    [
        ("pyproject.toml", Dynamic()),
        ("setup.py", InstallRequires()),
        ("setup.cfg", InstallRequires()),
        ("Pipfile", PipfilePackages()),
    ];

    /// <summary>Those that a folder has, in a fixed order.</summary>
    public static IEnumerable<AbsolutePath> Files(AbsolutePath service) =>
        Requirements(service)
            .Concat(Locks.Prepend("pyproject.toml").Select(name => service / name).Where(file => File.Exists(file)));

    /// <summary>True where a folder has such a file.</summary>
    public static bool Declare(AbsolutePath service) =>
        Files(service).Any() || Signs.Any(sign => File.Exists(service / sign.File));

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

    /// <summary>
    /// A file that declares packages which <see cref="Wanted"/> does not give, for only its own tool tells them; null
    /// where there is none.
    /// </summary>
    public static string? Unread(AbsolutePath service) =>
        Signs
            .Where(sign => File.Exists(service / sign.File))
            .FirstOrDefault(sign => sign.Pattern.IsMatch(File.ReadAllText(service / sign.File)))
            .File;

    /// <summary>What they declare, as arguments of <c>pip install</c>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="python">An interpreter.</param>
    /// <exception cref="StepFailedException">A file cannot be read.</exception>
    public static async Task<ImmutableArray<string>> Wanted(StepContext step, string python)
    {
        var declared = await step.Run(
            new(
                python,
                [
                    PythonScript.Write(step, "declared.py"),
                    step.Report("scratch", "constraints.txt"),
                    .. Requirements(step.Service.Directory).Select(file => $"{file}"),
                ]
            )
            {
                Directory = step.Service.Directory,
            }
        );
        return declared.Succeeded
            ? [.. declared.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : throw new StepFailedException(
                $"the dependencies of {step.Service.Path} cannot be read: {declared.LastLine()}"
            );
    }

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

    [GeneratedRegex(@"^\s*dynamic\s*=\s*\[[^\]]*[""']dependencies[""']", RegexOptions.Multiline)]
    private static partial Regex Dynamic();

    [GeneratedRegex(@"\binstall_requires\b")]
    private static partial Regex InstallRequires();

    [GeneratedRegex(@"^\[(dev-)?packages\]\s*\w", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PipfilePackages();
}

using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// Measures coverage with pytest-cov: of every source file, whether a test imported it or not. The service's own
/// settings decide what is left out; without any, its tests are.
/// </summary>
internal sealed class PythonCoverage
{
    private static readonly (string File, string Mark)[] OwnSettings =
    [
        (".coveragerc", "["),
        ("setup.cfg", "[coverage:"),
        ("tox.ini", "[coverage:"),
        ("pyproject.toml", "[tool.coverage"),
    ];

    private readonly StepContext step;
    private readonly AbsolutePath data;
    private readonly AbsolutePath report;

    public PythonCoverage(StepContext step)
    {
        this.step = step;
        data = step.Report("scratch", "coverage");
        report = step.Report("coverage", "coverage.xml");
        Variables = ImmutableDictionary<string, string?>.Empty.Add("COVERAGE_FILE", data);
    }

    /// <summary>The arguments for pytest; the report is made afterwards.</summary>
    public static ImmutableArray<string> Arguments { get; } = ["--cov=.", "--cov-report="];

    /// <summary>The variables for pytest.</summary>
    public ImmutableDictionary<string, string?> Variables { get; }

    /// <summary>
    /// The share of statements that ran, in percent, which coverage.py calls lines; null where nothing was measured.
    /// The log shows each file's.
    /// </summary>
    /// <param name="python">The interpreter that ran the tests.</param>
    public async Task<double?> Read(CommandLine python)
    {
        if (!File.Exists(data))
            return null;

        var listing = step.Report("scratch", "sources");
        var isOwn = HasOwnSettings(step.Service.Directory);
        var sources = (await SourceTree.Read(step)).Files(".py").Where(file => isOwn || !IsTest(file));
        await File.WriteAllTextAsync(listing, string.Join('\0', sources), step.Cancellation);
        await step.Run(
            python with
            {
                Arguments =
                [
                    PythonScript.Write(step, "covered.py"),
                    data,
                    listing,
                    report,
                    .. isOwn ? ["own"] : Array.Empty<string>(),
                ],
            }
        );
        return File.Exists(report) ? CoberturaReport.Share(report) : null;
    }

    // Tests cover themselves: counting them would raise the coverage of the code under test.
    private bool IsTest(string file)
    {
        var parts = Path.GetRelativePath(step.Service.Directory, file).Replace('\\', '/').Split('/');
        var name = parts[^1];
        return parts[..^1].Any(folder => folder is "test" or "tests")
            || name is "conftest.py" or "setup.py"
            || name.StartsWith("test_", StringComparison.Ordinal)
            || name.EndsWith("_test.py", StringComparison.Ordinal);
    }

    private static bool HasOwnSettings(AbsolutePath service) =>
        OwnSettings.Any(settings =>
            File.Exists(service / settings.File)
            && File.ReadAllText(service / settings.File).Contains(settings.Mark, StringComparison.Ordinal)
        );
}

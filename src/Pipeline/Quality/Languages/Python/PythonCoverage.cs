using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Python;

/// <summary>Measures coverage with pytest-cov, by the service's own settings where it has any.</summary>
internal sealed class PythonCoverage
{
    // Tests cover themselves: counting them would raise the coverage of the code under test.
    private const string Settings = """
        [run]
        omit =
            */test/*
            */tests/*
            test_*.py
            */test_*.py
            *_test.py
            conftest.py
            */conftest.py
            .venv/*
            setup.py

        """;

    private static readonly (string File, string Mark)[] OwnSettings =
    [
        (".coveragerc", "["),
        ("setup.cfg", "[coverage:"),
        ("tox.ini", "[coverage:"),
        ("pyproject.toml", "[tool.coverage"),
    ];

    private readonly AbsolutePath report;

    public PythonCoverage(StepContext step)
    {
        report = step.Report("coverage", "coverage.xml");
        DataFile = step.Report("scratch", "coverage");
        Arguments = ["--cov=.", $"--cov-report=xml:{report}", "--cov-report=term"];
        if (HasOwnSettings(step.Service.Directory))
            return;

        var settings = step.Report("scratch", "coveragerc");
        File.WriteAllText(settings, Settings);
        Arguments = Arguments.Add($"--cov-config={settings}");
    }

    /// <summary>The arguments for pytest.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>The data file of coverage.py.</summary>
    public AbsolutePath DataFile { get; }

    /// <summary>The share of statements that ran, in percent, which coverage.py calls lines; null where nothing was measured.</summary>
    public double? Read() => File.Exists(report) ? CoberturaReport.Read([report]) : null;

    private static bool HasOwnSettings(AbsolutePath service) =>
        OwnSettings.Any(settings =>
            File.Exists(service / settings.File)
            && File.ReadAllText(service / settings.File).Contains(settings.Mark, StringComparison.Ordinal)
        );
}

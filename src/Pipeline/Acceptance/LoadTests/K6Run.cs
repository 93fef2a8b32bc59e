using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Acceptance.Suites;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>
/// Runs a script of k6: once to warm up, whose numbers do not count, and once more to measure. It ends with 99 where a
/// threshold of the script is crossed.
/// </summary>
internal static class K6Run
{
    /// <summary>Runs it.</summary>
    /// <inheritdoc cref="LocustRun.Run"/>
    public static async Task<LoadResult> Run(LoadTest test, StepContext step, Uri address, AbsolutePath folder)
    {
        step.Variables = step.Variables.SetItem("BASE_URL", SuiteVariables.Text(address));
        if (test.WarmUp > TimeSpan.Zero)
            await Run(test, step, test.WarmUp, folder / "warm-up.json");
        return K6Summary.Read(await Run(test, step, test.Duration, folder / "summary.json"));
    }

    private static Task<AbsolutePath> Run(LoadTest test, StepContext step, TimeSpan duration, AbsolutePath summary)
    {
        var command = new CommandLine(
            "k6",
            "run",
            "--vus",
            Text(test.Users),
            "--duration",
            $"{Text(duration.TotalSeconds)}s",
            "--summary-export",
            summary,
            "--summary-trend-stats",
            "avg,min,med,max,p(95),p(99)",
            test.Script
        )
        {
            Directory = test.Script.Parent,
        };
        return LoadProgram.Run(step, command, duration, summary);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

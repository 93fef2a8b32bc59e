using System.Globalization;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Acceptance.Suites;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>
/// Runs a locustfile by a recorder of Pipeline's own, which cuts off the warm-up and writes the numbers at the end.
/// </summary>
internal static class LocustRun
{
    private const string Recorder = "locust_recorder.py";

    /// <summary>Runs it.</summary>
    /// <param name="test">The test.</param>
    /// <param name="step">The step.</param>
    /// <param name="address">What is asked.</param>
    /// <param name="folder">A folder for what it writes.</param>
    /// <inheritdoc cref="LoadProgram.Run" path="/exception"/>
    public static async Task<LoadResult> Run(LoadTest test, StepContext step, Uri address, AbsolutePath folder)
    {
        var result = folder / "result.json";
        WriteRecorder(folder / Recorder);
        step.Variables = step
            .Variables.SetItem("PIPELINE_LOAD_SCRIPT", test.Script)
            .SetItem("PIPELINE_LOAD_RESULT", result)
            .SetItem("PIPELINE_LOAD_WARM_UP", Text(test.WarmUp.TotalSeconds));
        var all = test.WarmUp + test.Duration;
        var command = new CommandLine(
            "locust",
            "--headless",
            "-f",
            folder / Recorder,
            "-u",
            Text(test.Users),
            "-r",
            Text(test.SpawnRate),
            "-t",
            $"{Text(Math.Ceiling(all.TotalSeconds))}s",
            "--host",
            SuiteVariables.Text(address),
            "--only-summary",
            "--stop-timeout",
            "5",
            // Any failed request would be 1; the share of errors is judged by the catalog.
            "--exit-code-on-error",
            "0"
        )
        {
            Directory = test.Script.Parent,
        };
        var numbers = await LoadProgram.Run(step, command, all, result);
        return JsonSerializer.Deserialize<LoadResult>(await File.ReadAllBytesAsync(numbers, step.Cancellation))!;
    }

    private static void WriteRecorder(AbsolutePath file)
    {
        using var source = typeof(LocustRun).Assembly.GetManifestResourceStream(Recorder)!;
        using var target = File.Create(file);
        source.CopyTo(target);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

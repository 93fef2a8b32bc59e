using System.Text;
using System.Text.Json;
using CliWrap;
using Nuke.Common;
using Nuke.Common.IO;

/// <summary>Runs the compiled test projects of this repository, and adds up what they report.</summary>
static class TestProjects
{
    /// <summary>
    /// Runs every project under <c>tests/</c> whose name ends in <c>.Tests</c>, all at once: each waits for programs a
    /// fifth of its time. The last line counts the tests.
    /// </summary>
    public static async Task Run(AbsolutePath root, TextWriter output)
    {
        var projects = Directory
            .GetDirectories(root / "tests", "*.Tests")
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);
        var counts = await Task.WhenAll(projects.Select(project => Run(root, project!, output)));

        var (passed, failed, skipped) = (
            counts.Sum(count => count.Passed),
            counts.Sum(count => count.Failed),
            counts.Sum(count => count.Skipped)
        );
        var line = $"{passed} passed, {failed} failed, {skipped} skipped";
        (root / "artifacts" / "tests" / "summary.txt").WriteAllText(line + "\n");
        output.WriteLine(line);
        Assert.True(failed == 0 && passed > 0 && skipped == 0, "a test failed, was skipped, or none ran: see above");
    }

    private static async Task<Counts> Run(AbsolutePath root, string project, TextWriter output)
    {
        var report = root / "artifacts" / "tests" / $"{project}.json";
        report.Parent!.CreateDirectory();
        report.DeleteFile();
        var said = new StringBuilder();
        var result = await Cli.Wrap("dotnet")
            .WithArguments([
                root / "artifacts" / "dotnet" / "bin" / project / "debug" / $"{project}.dll",
                "-noLogo",
                "-noColor",
                "-result-ctrf",
                report,
            ])
            .WithWorkingDirectory(root)
            // What users run is what is tested: this build, compiled ahead.
            .WithEnvironmentVariables(environment =>
                environment.Set("TESTED_BUILD", typeof(TestProjects).Assembly.Location)
            )
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Say))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Say))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
        lock (output)
            output.WriteLine($"{project}:\n{said}");
        Assert.True(File.Exists(report), $"{project} ended with {result.ExitCode} before it reported: see above");

        using var document = JsonDocument.Parse(File.ReadAllBytes(report));
        var summary = document.RootElement.GetProperty("results").GetProperty("summary");
        int Count(string name) => summary.GetProperty(name).GetInt32();
        var failed = Count("failed") + Count("other");
        // What fails outside of a test, such as its cleaning up, is counted by the exit code alone.
        return new(
            Count("passed"),
            result.ExitCode == 0 ? failed : Math.Max(failed, 1),
            Count("skipped") + Count("pending")
        );

        void Say(string line)
        {
            lock (said)
                said.AppendLine(line);
        }
    }

    private readonly record struct Counts(int Passed, int Failed, int Skipped);
}

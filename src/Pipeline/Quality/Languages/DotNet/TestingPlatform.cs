using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>
/// Microsoft.Testing.Platform, which runs the tests of a service in place of VSTest where its settings say so.
/// </summary>
/// <param name="IsRunner">
/// True where <c>global.json</c> names it as the runner, so that <c>dotnet test</c> takes its options; false where
/// projects do, so that they follow after <c>--</c>.
/// </param>
/// <param name="Reports">
/// The options that have each test project write its results and coverage, as far as all know them.
/// </param>
internal sealed partial record TestingPlatform(bool IsRunner, ImmutableArray<string> Reports)
{
    private const string Name = "Microsoft.Testing.Platform";

    // Each failed one takes memory.
    private const int MostTests = 1_000_000;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Null where VSTest runs the tests.</summary>
    public static async Task<TestingPlatform?> Of(StepContext step)
    {
        var isRunner = IsRunnerIn(NearestSettings(step));
        if (!isRunner && !await IsStatedByProjects(step))
            return null;

        string[] tests =
        [
            .. Directory
                .EnumerateFiles(step.Service.Directory, "project.assets.json", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
                .Where(packages => packages.Contains($"\"{Name}/", StringComparison.Ordinal)),
        ];
        bool Have(string package) =>
            tests.Length > 0 && tests.All(each => each.Contains($"\"{package}/", StringComparison.Ordinal));
        return new(
            isRunner,
            [
                .. Have("Microsoft.Testing.Extensions.TrxReport") ? ["--report-trx"]
                : Have("xunit.v3.common") ? ["--report-xunit-trx"]
                : ImmutableArray<string>.Empty,
                .. Have("Microsoft.Testing.Extensions.CodeCoverage")
                    ? ["--coverage", "--coverage-output-format", "cobertura"]
                    : ImmutableArray<string>.Empty,
            ]
        );
    }

    /// <summary>The arguments of <c>dotnet</c>.</summary>
    /// <param name="results">The folder for the results.</param>
    public ImmutableArray<string> Arguments(AbsolutePath results) =>
        [
            "test",
            "--configuration",
            "Release",
            .. IsRunner ? ImmutableArray<string>.Empty : ["--"],
            "--results-directory",
            results,
            .. Reports,
        ];

    /// <summary>The results by the text that it prints, for test projects that write no report.</summary>
    /// <exception cref="StepFailedException">A count is beyond all measure.</exception>
    public static TestReport Read(string output)
    {
        var counts = Count()
            .Matches(output)
            .GroupBy(count => count.Groups["what"].Value.ToLowerInvariant(), Number)
            .ToDictionary(each => each.Key, each => each.Sum());
        string[] failed = [.. Failed().Matches(output).Select(line => line.Groups["name"].Value).Distinct()];
        return new(
            counts.GetValueOrDefault("succeeded") + counts.GetValueOrDefault("passed"),
            counts.GetValueOrDefault("skipped"),
            failed.Length > 0 || counts.GetValueOrDefault("failed") == 0
                ? [.. failed]
                : [.. Enumerable.Repeat("a test that is named in the log", counts["failed"])]
        );
    }

    private static int Number(Match count) =>
        int.TryParse(count.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= MostTests
            ? number
            : throw new StepFailedException($"the tests print a count that cannot be: {count.Value.Trim()}");

    private static bool IsRunnerIn(AbsolutePath? settings)
    {
        if (settings is null)
            return false;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(settings), Lenient);
            return json.RootElement.TryGetProperty("test", out var test)
                && test.TryGetProperty("runner", out var runner)
                && runner.GetString() == Name;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // dotnet says so.
            return false;
        }
    }

    private static AbsolutePath? NearestSettings(StepContext step)
    {
        for (var folder = step.Service.Directory; folder is not null; folder = folder.Parent)
            if (File.Exists(folder / "global.json"))
                return folder / "global.json";
        return null;
    }

    private static async Task<bool> IsStatedByProjects(StepContext step) =>
        (await SourceTree.Read(step))
            .Files("proj", ".props")
            .Append($"{step.Source.Root / "Directory.Build.props"}")
            .Where(File.Exists)
            .Any(file => Support().IsMatch(File.ReadAllText(file)));

    [GeneratedRegex(@"<TestingPlatformDotnetTestSupport>\s*true\s*<", RegexOptions.IgnoreCase)]
    private static partial Regex Support();

    // "  succeeded: 1" of the runner, "Failed: 0, Passed: 1, Skipped: 0" otherwise.
    [GeneratedRegex(
        @"^  (?<what>failed|succeeded|skipped): (?<number>\d+)\s*$|(?<=^\s*(Passed|Failed|Skipped)! +- .*)\b(?<what>Failed|Passed|Skipped): +(?<number>\d+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Count();

    [GeneratedRegex(@"^\s*failed (?<name>\S.*?) \(\d", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Failed();
}

using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Node;

/// <summary>A test runner that a script of <c>package.json</c> calls, and how to have it report.</summary>
internal static partial class NodeTestRunner
{
    /// <summary>The runner's name; null for node's own and for unknown ones.</summary>
    public static string? Of(string script) =>
        Call().Match(script) is { Success: true } call ? call.Groups["name"].Value
        : script.Contains("react-scripts test", StringComparison.Ordinal) ? "jest"
        : null;

    /// <summary>The arguments that have it write its results, and with them LCOV where it can.</summary>
    /// <param name="runner">Its name.</param>
    /// <param name="results">The file for the results.</param>
    /// <param name="coverage">The folder for <c>lcov.info</c>.</param>
    /// <param name="measures">True where what it measures coverage with is installed.</param>
    public static ImmutableArray<string> Arguments(
        string runner,
        AbsolutePath results,
        AbsolutePath coverage,
        bool measures
    ) =>
        runner switch
        {
            "mocha" => ["--reporter", "xunit", "--reporter-option", $"output={results}"],
            "jest" =>
            [
                "--json",
                $"--outputFile={results}",
                "--coverage",
                "--coverageReporters=lcovonly",
                "--coverageReporters=text",
                $"--coverageDirectory={coverage}",
            ],
            _ =>
            [
                "--run",
                "--reporter=default",
                "--reporter=json",
                $"--outputFile.json={results}",
                .. measures
                    ?
                    [
                        "--coverage.enabled",
                        "--coverage.reporter=lcovonly",
                        "--coverage.reporter=text",
                        $"--coverage.reportsDirectory={coverage}",
                    ]
                    : ImmutableArray<string>.Empty,
            ],
        };

    // As a program of its own in the script: "NODE_ENV=test jest --ci", "node node_modules/.bin/jest".
    [GeneratedRegex(@"(^|[\s/])(?<name>jest|vitest|mocha)(\.js)?(\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}

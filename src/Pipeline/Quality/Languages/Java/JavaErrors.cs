using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Java;

/// <summary>
/// Reads what compilers say in the output of Maven and Gradle: <c>[ERROR] file:[line,column] message</c> by Maven,
/// <c>file:line: error: message</c> by javac and <c>e: file:line:column message</c> by Kotlin in Gradle.
/// </summary>
internal static partial class JavaErrors
{
    /// <summary>The errors with a place.</summary>
    public static ImmutableArray<Finding> Read(StepContext step, string tool, string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
        return
        [
            .. lines
                .Index()
                .Select(line => (Match: Form().Match(line.Item), Caret: CaretBelow(lines, line.Index)))
                .Where(found => found.Match.Success)
                .Select(found => new Finding(tool, tool, Severity.High, found.Match.Groups["message"].Value.Trim())
                {
                    File = step.RepositoryPath(
                        Path.GetFullPath(found.Match.Groups["file"].Value, step.Service.Directory)
                    ),
                    Line = Number(found.Match.Groups["line"]),
                    Column = Number(found.Match.Groups["column"]) ?? found.Caret,
                })
                .Distinct(),
        ];
    }

    /// <summary>
    /// What went wrong, in a line: the last one is advice with both tools, and a place with an exception of Java.
    /// </summary>
    public static string Reason(CommandOutcome outcome) =>
        Failure().Match($"{outcome.Output}\n{outcome.Error}") is { Success: true } failure
            ? string.Join(
                ' ',
                failure.Groups["reason"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            )
            : new[] { outcome.Error, outcome.Output }
                .SelectMany(text => text.Split('\n', StringSplitOptions.TrimEntries))
                .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("Picked up ", StringComparison.Ordinal))
                ?? outcome.LastLine();

    // javac marks the column in the line after that of the source.
    private static int? CaretBelow(string[] lines, int index) =>
        index + 2 < lines.Length && lines[index + 2].TrimEnd() is [.. var before, '^'] && before.Trim().Length == 0
            ? before.Length + 1
            : null;

    private static int? Number(Group group) =>
        group.Success && int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(
        @"^(\[ERROR\] (?<file>[^\[\]]+\.\w+):\[(?<line>\d+)(,(?<column>\d+))?\] |(?<file>[^:\s][^:]*\.(java|groovy|scala)):(?<line>\d+): error: |e: (file://)?(?<file>[^:]+\.kts?):(?<line>\d+):(?<column>\d+) )(?<message>.+)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();

    [GeneratedRegex(
        @"^(\[ERROR\] (?<reason>Failed to execute goal .+?)( -> \[Help \d+\])?|\[ERROR\] (?<reason>[^\n]+)|\* What went wrong:\r?\n(?<reason>[^\n]+(\n> [^\n]+)?))\r?$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline
    )]
    private static partial Regex Failure();
}

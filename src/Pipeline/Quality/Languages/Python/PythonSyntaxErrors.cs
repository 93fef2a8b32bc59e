using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// Reads the errors of <c>python -m compileall</c>: a line with the file's name, one with the line number, and one with
/// the error; for some errors, the last line ends with the line number instead.
/// </summary>
internal static partial class PythonSyntaxErrors
{
    public static ImmutableArray<Finding> Read(StepContext step, string output)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        string? file = null;
        int? line = null;
        foreach (var text in output.Split('\n').Select(text => text.TrimEnd('\r')))
            if (FileLine().Match(text) is { Success: true } named)
                (file, line) = (named.Groups["file"].Value, null);
            else if (LineLine().Match(text) is { Success: true } placed)
                line = Number(placed);
            else if (file is not null && ErrorLine().Match(text) is { Success: true } error)
            {
                findings.Add(
                    new("compileall", error.Groups["error"].Value, Severity.High, error.Groups["message"].Value)
                    {
                        File = step.RepositoryPath(file),
                        Line = error.Groups["line"].Success ? Number(error) : line,
                    }
                );
                file = null;
            }

        return findings.ToImmutable();
    }

    private static int Number(Match match) =>
        int.Parse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("""^Compiling ['"](?<file>.+)['"]\.\.\.$""", RegexOptions.ExplicitCapture)]
    private static partial Regex FileLine();

    [GeneratedRegex("""^(\*\*\* )? *File ".+", line (?<line>\d+)$""", RegexOptions.ExplicitCapture)]
    private static partial Regex LineLine();

    [GeneratedRegex(
        @"^(\*\*\* )?(Sorry: )?(?<error>\w+Error): (?<message>.*?)( \([^()]*, line (?<line>\d+)\))?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex ErrorLine();
}

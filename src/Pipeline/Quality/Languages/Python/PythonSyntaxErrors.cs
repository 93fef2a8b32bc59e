using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// Reads what <c>python -m compileall</c> says of files that do not compile: a line that names the file, as for every file, one
/// with the line's number, and one with the error; or, for some errors, the line's number at the end of the last.
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

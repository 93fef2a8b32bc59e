using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Tests.Quality.Languages.Perl;

/// <summary>Reads what Perl says of a place: <c>MESSAGE at FILE line NUMBER</c>.</summary>
internal static partial class PerlMessages
{
    public static ImmutableArray<Finding> Read(StepContext step, string text, Severity severity) =>
        [
            .. Form()
                .Matches(text)
                .Select(match => new Finding("perl", "perl", severity, match.Groups["message"].Value)
                {
                    File = step.RepositoryPath(Path.GetFullPath(match.Groups["file"].Value, step.Service.Directory)),
                    Line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
                }),
        ];

    [GeneratedRegex(
        @"^(?<message>.+) at (?<file>.+) line (?<line>\d{1,9})[.,]",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline
    )]
    private static partial Regex Form();
}

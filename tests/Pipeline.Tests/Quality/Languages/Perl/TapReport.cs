using System.Text.RegularExpressions;
using Pipeline.Quality.Testing;

namespace Pipeline.Tests.Quality.Languages.Perl;

/// <summary>Reads TAP, the protocol of Perl's tests: <c>not ok 2 - NAME # TODO why</c>.</summary>
internal static partial class TapReport
{
    public static TestReport Read(string output)
    {
        var tests = Form().Matches(output).ToLookup(Outcome, match => match.Groups["name"].Value.Trim());
        return new(tests["ok"].Count(), tests["skipped"].Count(), [.. tests["not ok"]]);
    }

    private static string Outcome(Match test) =>
        test.Groups["directive"].Success ? "skipped" : test.Groups["outcome"].Value;

    [GeneratedRegex(
        @"^(?<outcome>(not )?ok) (?<name>\d+( - [^#\n]*)?)( # (?<directive>skip|todo)\b)?",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Form();
}

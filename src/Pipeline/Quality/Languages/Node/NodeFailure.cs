using System.Text.RegularExpressions;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Node;

/// <summary>Why a package manager failed: what the script within it said last, else its own first error.</summary>
internal static partial class NodeFailure
{
    public static string Reason(CommandOutcome outcome)
    {
        string[] lines =
        [
            .. new[] { outcome.Error, outcome.Output }.SelectMany(text =>
                text.Split('\n').Reverse().Select(line => line.Trim()).Where(line => line.Length > 0)
            ),
        ];
        return lines.FirstOrDefault(line => PnpmOrYarn().IsMatch(line))
            ?? lines.FirstOrDefault(line => !line.StartsWith("npm ", StringComparison.Ordinal) && line[0] != '>')
            ?? lines.Select(line => Npm().Match(line)).LastOrDefault(match => match.Success)?.Groups["reason"].Value
            ?? outcome.LastLine();
    }

    // npm's later lines say where its log is. A code, a path and the number of an error are no sentences.
    [GeneratedRegex(
        @"^npm (error|ERR!) (?!(code|errno|syscall|path|command|signal) |A complete log)(?<reason>\S.*)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Npm();

    [GeneratedRegex(
        @"\bERR_PNPM_|^➤ YN(?!0000)\d+: .*(error|would have been|not found)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex PnpmOrYarn();
}

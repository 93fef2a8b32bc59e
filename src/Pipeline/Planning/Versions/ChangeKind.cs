using System.Text.RegularExpressions;

namespace Pipeline.Planning.Versions;

/// <summary>What a commit changes for users of a service, from the least to the most.</summary>
public enum ChangeKind
{
    /// <summary>Nothing that users need to know.</summary>
    Other,

    /// <summary>A new feature.</summary>
    Feature,

    /// <summary>A breaking change.</summary>
    Breaking,
}

/// <summary>Reads the kind of change from a commit's message.</summary>
/// <remarks>https://www.conventionalcommits.org/en/v1.0.0/</remarks>
internal static partial class ConventionalCommit
{
    /// <summary>
    /// The kind of change that a commit's message states; <see cref="ChangeKind.Other"/> where it states none.
    /// </summary>
    public static ChangeKind ChangeOf(string message)
    {
        var headers = Squashed().Matches(message).Prepend(Header().Match(message)).ToArray();
        return headers.Any(header => header.Groups["breaking"].Success) || Footer().IsMatch(message)
                ? ChangeKind.Breaking
            : headers.Any(header => header.Groups["type"].Value.Equals("feat", StringComparison.OrdinalIgnoreCase))
                ? ChangeKind.Feature
            : ChangeKind.Other;
    }

    // "type(scope)!: description" on the first line.
    [GeneratedRegex(
        @"\A(?<type>[A-Za-z]+)(\([^()\r\n]+\))?(?<breaking>!)?: ",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Header();

    // Forges list the messages of the commits that they squash into one.
    [GeneratedRegex(
        @"\n[*-] (?<type>[A-Za-z]+)(\([^()\r\n]+\))?(?<breaking>!)?: ",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Squashed();

    // A footer begins a line and is written in capitals.
    [GeneratedRegex(@"\n(BREAKING CHANGE|BREAKING-CHANGE): ", RegexOptions.ExplicitCapture)]
    private static partial Regex Footer();
}

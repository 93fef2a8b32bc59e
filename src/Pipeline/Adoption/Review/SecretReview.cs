using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>Finds keys in what is committed. Messages never repeat one.</summary>
internal static partial class SecretReview
{
    /// <summary>The name of these rules in reports.</summary>
    public const string Tool = "secrets";

    // What is larger is data.
    private const int Largest = 1024 * 1024;

    private static readonly ReviewRule Committed = new(
        Tool,
        "secret-in-git",
        Severity.Critical,
        "a catalog names variables and secrets, and Pipeline refuses to write a secret into a commit, a log or a report"
    );

    private static readonly ImmutableArray<string> Examples =
    [
        "test",
        "tests",
        "testdata",
        "fixtures",
        "example",
        "examples",
        "docs",
    ];

    /// <summary>The findings in a repository.</summary>
    public static IEnumerable<Finding> Check(RepositoryTree tree) =>
        tree
            .Files.AsParallel()
            .AsOrdered()
            .Where(file => !tree.Untracked.Contains(file) && !file.Split('/').Any(part => Examples.Contains(part)))
            .SelectMany(file => Check(file, tree));

    private static IEnumerable<Finding> Check(string file, RepositoryTree tree)
    {
        if (!tree.IsSmall(file, Largest) || tree.Text(file) is not { } text)
            return [];

        return Key()
            .Matches(text)
            .Where(match => !match.Value.Contains("EXAMPLE", StringComparison.Ordinal))
            .Select(match =>
                Committed.At(
                    file,
                    text.AsSpan(0, match.Index).Count('\n') + 1,
                    $"{(match.Value[0] == '-' ? "a private key" : match.Value[0] == 'A' ? "the id of an AWS key" : "a token of GitHub")} is in Git, for all who can read it, in every clone: revoke it, and take it out"
                )
            )
            .ToArray();
    }

    [GeneratedRegex(
        @"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b|^-----BEGIN (RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline
    )]
    private static partial Regex Key();
}

using Pipeline.Planning;

namespace Pipeline.GitOps.Remotes;

/// <summary>Who commits, and how commits are signed: as Git is configured where the sources are.</summary>
internal static class CommitIdentity
{
    private const string Settings = @"^(user\.|gpg\.|commit\.gpgsign$)";

    /// <summary>Options for a Git that runs elsewhere; <c>Pipeline</c> commits where Git knows no one.</summary>
    /// <param name="sources">The work tree of the sources.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static async Task<ImmutableArray<string>> Read(string sources, CancellationToken cancellation)
    {
        var found = await Git.Try(sources, ["config", "-z", "--get-regexp", Settings], cancellation);
        // Each entry is "key LF value", ended by NUL; a key alone means true.
        var options = found
            .StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\n', 2))
            .SelectMany(entry => new[] { "-c", $"{entry[0]}={(entry.Length > 1 ? entry[1] : "true")}" })
            .ToImmutableArray();
        var known = await Git.Try(
            sources,
            ["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"],
            cancellation
        );
        return known.ExitCode == 0
            ? options
            : [.. options, "-c", "user.name=Pipeline", "-c", "user.email=pipeline@localhost"];
    }

    /// <summary>True where Git is configured to sign commits.</summary>
    public static bool Signs(ImmutableArray<string> options) =>
        options.LastOrDefault(option => option.StartsWith("commit.gpgsign=", StringComparison.OrdinalIgnoreCase))
            is { } setting
        && setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..].ToLowerInvariant()
            is "true"
                or "yes"
                or "on"
                or "1";
}

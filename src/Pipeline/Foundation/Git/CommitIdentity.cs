namespace Pipeline.Foundation.Git;

/// <summary>The committer, and how commits are signed, from the Git configuration of the sources' clone.</summary>
/// <param name="Options">Options for Git in another folder.</param>
/// <param name="Committer">Name and address, as commits show them.</param>
internal sealed record CommitIdentity(ImmutableArray<string> Options, string Committer)
{
    private const string Settings = @"^(user\.|gpg\.|commit\.gpgsign$)";

    private static readonly ImmutableArray<string> Pipeline =
    [
        "-c",
        "user.name=Pipeline",
        "-c",
        "user.email=pipeline@localhost",
    ];

    /// <summary>True where Git is configured to sign commits.</summary>
    public bool Signs =>
        Options.LastOrDefault(option => option.StartsWith("commit.gpgsign=", StringComparison.OrdinalIgnoreCase))
            is { } setting
        && setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..].ToLowerInvariant()
            is "true"
                or "yes"
                or "on"
                or "1";

    /// <summary>Reads it; the committer is <c>Pipeline</c> where Git has no identity.</summary>
    /// <param name="sources">The work tree of the sources.</param>
    /// <param name="cancellation">Cancels the process.</param>
    public static async Task<CommitIdentity> Read(string sources, CancellationToken cancellation)
    {
        var found = await GitCommand.Try(sources, ["config", "-z", "--get-regexp", Settings], cancellation);
        // Entries are "key LF value", terminated by NUL; a key alone means true.
        var options = found
            .StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\n', 2))
            .SelectMany(entry => new[] { "-c", $"{entry[0]}={(entry.Length > 1 ? entry[1] : "true")}" })
            .ToImmutableArray();
        var known = await GitCommand.Try(
            sources,
            ["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"],
            cancellation
        );
        // "Name <address> seconds zone"
        return known.ExitCode == 0
            ? new(options, known.StandardOutput[..(known.StandardOutput.IndexOf('>', StringComparison.Ordinal) + 1)])
            : new([.. options, .. Pipeline], "Pipeline <pipeline@localhost>");
    }
}

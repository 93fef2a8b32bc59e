using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>The files that differ from a base, committed since or not.</summary>
internal sealed record SourceChanges
{
    /// <summary>The root of the work tree.</summary>
    public required AbsolutePath Root { get; init; }

    /// <summary>
    /// The files, relative to <see cref="Root"/>, in ordinal order, including deleted files and both names of a
    /// renamed one.
    /// </summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Why the changes are unknown, as a sentence; null where they are known.</summary>
    public string? Unknown { get; init; }

    /// <summary>
    /// Reads the changes of HEAD since its merge base with <paramref name="since"/>. A base that this clone lacks, or
    /// that a shallow clone cannot be compared with, sets <see cref="Unknown"/>.
    /// </summary>
    /// <param name="source">The commit that is delivered, and what differs from it.</param>
    /// <param name="since">A commit, branch or tag.</param>
    /// <param name="cancellation">Cancels the process.</param>
    public static Task<SourceChanges> Read(
        SourceRevision source,
        string since,
        CancellationToken cancellation = default
    ) => Compare(source, since, [$"{since}...{source.Commit}"], cancellation);

    /// <summary>
    /// Reads what differs from the tree of <paramref name="delivered"/>, whatever the history: a commit that was
    /// delivered and then dropped is taken back by this. A later commit on the same branch has superseded the source,
    /// so nothing counts as different. A commit that this clone lacks sets <see cref="Unknown"/>.
    /// </summary>
    /// <param name="source">The commit that is delivered, and what differs from it.</param>
    /// <param name="delivered">The commit that was delivered last.</param>
    /// <param name="cancellation">Cancels the process.</param>
    public static async Task<SourceChanges> ReadFromTree(
        SourceRevision source,
        string delivered,
        CancellationToken cancellation = default
    )
    {
        var isLater = await GitCommand.Try(
            source.Root,
            ["merge-base", "--is-ancestor", source.Commit, delivered],
            cancellation
        );
        return isLater.ExitCode == 0
            ? await Read(source, delivered, cancellation)
            : await Compare(source, delivered, [delivered, source.Commit], cancellation);
    }

    private static async Task<SourceChanges> Compare(
        SourceRevision source,
        string since,
        string[] ends,
        CancellationToken cancellation
    )
    {
        var changes = new SourceChanges { Root = source.Root };
        var diff = await GitCommand.Try(source.Root, [.. DiffArguments, .. ends, "--"], cancellation);
        return diff.ExitCode == 0
            ? changes with
            {
                Files =
                [
                    .. diff
                        .StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                        .Concat(source.Changes)
                        .Distinct()
                        .Order(StringComparer.Ordinal),
                ],
            }
            : changes with
            {
                Unknown = PartialClone.Remedy(diff.StandardError) ?? await Explain(source.Root, since, cancellation),
            };
    }

    // Without rename detection Git lists both names of a renamed file and compares no contents.
    private static readonly string[] DiffArguments =
    [
        "diff",
        "--name-only",
        "-z",
        "--no-renames",
        "--no-relative",
        "--ignore-submodules=none",
        "--end-of-options",
    ];

    private static async Task<string> Explain(AbsolutePath root, string since, CancellationToken cancellation)
    {
        var isKnown = await GitCommand.Try(
            root,
            ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{since}^{{commit}}"],
            cancellation
        );
        var isShallow = await GitCommand.Run(root, ["rev-parse", "--is-shallow-repository"], cancellation) == "true";
        return (isKnown.ExitCode == 0, isShallow) switch
        {
            (true, true) =>
                $"this clone is shallow and does not reach back to the merge base with {since}: fetch more (git fetch --unshallow, or fetch-depth: 0)",
            (true, false) => $"HEAD and {since} have no commit in common",
            (false, true) =>
                $"{since} is not in this shallow clone: fetch it (git fetch --unshallow, or fetch-depth: 0)",
            (false, false) => $"{since} is not a commit of this clone: fetch it, or name another",
        };
    }
}

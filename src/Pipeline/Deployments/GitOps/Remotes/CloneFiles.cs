using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Reads files out of a clone, and commits changed ones.</summary>
/// <param name="clone">The clone.</param>
/// <param name="known">Files that were read before; unchanged ones are not read and parsed again.</param>
internal sealed class CloneFiles(GitOpsClone clone, Dictionary<(string Path, string Blob), ManifestFile> known)
{
    /// <summary>The YAML files of a commit below some folders, with their modes.</summary>
    public async Task<ImmutableArray<CommittedFile>> Read(string commit, IEnumerable<string> folders)
    {
        var listing = new StringBuilder();
        // A command line is limited, on Windows to 32 Ki characters.
        foreach (var some in folders.Where(folder => folder.Length > 0).Chunk(100).DefaultIfEmpty([]))
            listing.Append(await clone.Run(["ls-tree", "-r", "-z", "--full-tree", commit, "--", .. some]));
        // Each entry is "mode type object TAB path", ended by NUL.
        var entries = listing
            .ToString()
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\t', 2))
            .Select(entry => (Head: entry[0].Split(' '), Path: entry[1]))
            .Where(entry => IsNamed(entry.Path) && IsFile(entry.Head[0]))
            .Select(entry => (Mode: entry.Head[0], Blob: entry.Head[2], entry.Path))
            // A folder may be within one of the next command.
            .DistinctBy(entry => entry.Path)
            .ToArray();
        var unread = entries.Where(entry => !known.ContainsKey((entry.Path, entry.Blob))).ToArray();
        if (unread.Length > 0)
        {
            var contents = await new BlobReader(clone).Read(commit, unread.Select(entry => entry.Blob).ToHashSet());
            foreach (var (_, blob, path) in unread)
                known[(path, blob)] = new(path, contents[blob]);
        }

        return [.. entries.Select(entry => new CommittedFile(known[(entry.Path, entry.Blob)], entry.Mode))];
    }

    /// <summary>Commits changed files on top of a commit, and returns the new one.</summary>
    /// <param name="parent">The commit before.</param>
    /// <param name="changes">The files' new contents.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="identity">Who commits.</param>
    public async Task<string> Commit(
        string parent,
        IReadOnlyCollection<(CommittedFile File, byte[] Content)> changes,
        string message,
        CommitIdentity identity
    )
    {
        var names = new List<string>();
        foreach (var (_, content) in changes)
            names.Add(await clone.Stage($"{names.Count}", content));
        var hashed = await clone.Pipe(Lines(names), "hash-object", "-w", "--no-filters", "--stdin-paths");
        var blobs = Encoding.ASCII.GetString(hashed).Split('\n');
        await clone.Run("read-tree", parent);
        var entries = changes
            .Zip(blobs)
            .Select(change => $"{change.First.File.Mode} {change.Second}\t{change.First.File.File.Path}\0");
        await clone.Pipe(string.Concat(entries), "update-index", "-z", "--index-info");
        // The clone is partial: the remote has the files that were not fetched.
        var tree = await clone.Run("write-tree", "--missing-ok");
        var text = await clone.Stage("message", Encoding.UTF8.GetBytes(message));
        string[] signed = identity.Signs ? ["-S"] : [];
        return await clone.Run([.. identity.Options, "commit-tree", .. signed, "-p", parent, "-F", text, tree]);
    }

    private static string Lines(IEnumerable<string> names) => string.Concat(names.Select(name => $"{name}\n"));

    private static bool IsNamed(string path) =>
        // A path that is not UTF-8 does not round-trip.
        !path.Contains('\uFFFD', StringComparison.Ordinal) && ManifestFile.IsManifest(path);

    // Not symbolic links and submodules.
    private static bool IsFile(string mode) => mode is "100644" or "100755";
}

/// <summary>A file as a commit has it.</summary>
/// <param name="File">The file.</param>
/// <param name="Mode">Its mode, which includes whether it is executable.</param>
internal sealed record CommittedFile(ManifestFile File, string Mode);

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
        // The clone is partial: files that were not fetched are taken over by their names.
        await clone.Pipe(
            TreeImport.Of(parent, changes),
            "-c",
            "fastimport.unpackLimit=1",
            "fast-import",
            "--quiet",
            "--force"
        );
        string[] signed = identity.Signs ? ["-S"] : [];
        var commit = await clone.Pipe(
            Encoding.UTF8.GetBytes(message),
            [.. identity.Options, "commit-tree", .. signed, "-p", parent, "-F", "-", $"{TreeImport.Reference}^{{tree}}"]
        );
        return Encoding.ASCII.GetString(commit).TrimEnd('\n');
    }

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

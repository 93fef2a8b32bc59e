using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Reads files out of a clone, and commits changed ones.</summary>
/// <param name="clone">The clone.</param>
/// <param name="known">Files that were read before; unchanged ones are not read and parsed again.</param>
internal sealed class CloneFiles(GitOpsClone clone, Dictionary<(string Path, string Blob), ManifestFile> known)
{
    /// <summary>
    /// The manifests of a commit below some folders, with their modes, and what kustomizations elsewhere make of them.
    /// </summary>
    public async Task<ImmutableArray<CommittedFile>> Read(string commit, IReadOnlyCollection<string> folders)
    {
        var entries = (await List(commit)).Where(entry => IsNamed(entry.Path) && IsFile(entry.Mode)).ToArray();
        var searched = entries.Where(entry => IsSearched(entry.Path)).ToArray();
        var kustomizations = entries.Where(entry => KustomizeImages.IsKustomization(entry.Path)).ToArray();
        var counts = KustomizeReach.Of(
            await Read(commit, [.. searched.Union(kustomizations)], kustomizations),
            IsSearched
        );
        var counted = entries.Where(entry => counts(entry.Path)).ToArray();
        return
        [
            .. counted.Zip(await Read(commit, counted, counted), (entry, file) => new CommittedFile(file, entry.Mode)),
        ];

        bool IsSearched(string path) => folders.Any(folder => RepositoryPath.Contains(folder, path));
    }

    /// <summary>Writes all files of a commit below some paths into a folder.</summary>
    public async Task Write(string commit, IReadOnlyCollection<string> paths, AbsolutePath folder)
    {
        var entries = (await List(commit))
            .Where(entry => IsFile(entry.Mode) && paths.Any(path => RepositoryPath.Contains(path, entry.Path)))
            .ToArray();
        var contents = await new BlobReader(clone).Read(commit, entries.Select(entry => entry.Blob).ToHashSet());
        foreach (var entry in entries)
        {
            Directory.CreateDirectory((folder / entry.Path).Parent!);
            await File.WriteAllBytesAsync(folder / entry.Path, contents[entry.Blob]);
        }
    }

    private async Task<Entry[]> List(string commit) =>
        [
            // Each entry is "mode type object TAB path", ended by NUL.
            .. (await clone.Run("ls-tree", "-r", "-z", "--full-tree", commit))
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split('\t', 2))
                .Select(entry => (Head: entry[0].Split(' '), Path: entry[1]))
                .Select(entry => new Entry(entry.Head[0], entry.Head[2], entry.Path)),
        ];

    private async Task<ManifestFile[]> Read(string commit, Entry[] needed, Entry[] wanted)
    {
        var unread = needed.Where(entry => !known.ContainsKey((entry.Path, entry.Blob))).ToArray();
        if (unread.Length > 0)
        {
            var contents = await new BlobReader(clone).Read(commit, unread.Select(entry => entry.Blob).ToHashSet());
            foreach (var (_, blob, path) in unread)
                known[(path, blob)] = new(path, contents[blob]);
        }

        return [.. wanted.Select(entry => known[(entry.Path, entry.Blob)])];
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

    private sealed record Entry(string Mode, string Blob, string Path);
}

/// <summary>A file as a commit has it.</summary>
/// <param name="File">The file.</param>
/// <param name="Mode">Its mode, which includes whether it is executable.</param>
internal sealed record CommittedFile(ManifestFile File, string Mode);

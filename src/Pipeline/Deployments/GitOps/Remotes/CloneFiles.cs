using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Reads files out of a clone, and commits changed ones.</summary>
/// <param name="clone">The clone.</param>
/// <param name="known">What was read before; what is unchanged is not read and parsed again.</param>
internal sealed class CloneFiles(GitOpsClone clone, KnownFiles known)
{
    private (string Commit, List<Entry> Entries) listed = ("", []);

    /// <summary>
    /// The manifests of a commit below some folders, with their modes, and what kustomizations elsewhere make of them.
    /// </summary>
    public async Task<ImmutableArray<CommittedFile>> Read(string commit, IReadOnlyCollection<string> folders)
    {
        var entries = List(commit).Where(entry => IsNamed(entry.Path) && IsFile(entry.Mode)).ToArray();
        var searched = entries.Where(entry => IsSearched(entry.Path)).ToArray();
        var kustomizations = entries.Where(entry => KustomizeImages.IsKustomization(entry.Path)).ToArray();
        // All at once, as a new clone has to fetch them.
        var counts = KustomizeReach.Of(
            await Read([.. searched.Union(kustomizations).Union(Beside(commit))], kustomizations),
            IsSearched
        );
        var counted = entries.Where(entry => counts(entry.Path)).ToArray();
        return [.. counted.Zip(await Read(counted, counted), (entry, file) => new CommittedFile(file, entry.Mode))];

        bool IsSearched(string path) => folders.Any(folder => RepositoryPath.Contains(folder, path));
    }

    /// <summary>The files of a commit that may state who else writes images, wherever they are.</summary>
    public Task<ManifestFile[]> ReadWriters(string commit)
    {
        var entries = Beside(commit);
        return Read(entries, entries);
    }

    /// <summary>Writes all files of a commit below some paths into a folder.</summary>
    public async Task Write(string commit, IReadOnlyCollection<string> paths, AbsolutePath folder)
    {
        var entries = List(commit)
            .Where(entry => IsFile(entry.Mode) && paths.Any(path => RepositoryPath.Contains(path, entry.Path)))
            .ToArray();
        var contents = await new BlobReader(clone).Read(entries.Select(entry => entry.Blob).ToHashSet());
        foreach (var entry in entries)
        {
            Directory.CreateDirectory((folder / entry.Path).Parent!);
            await File.WriteAllBytesAsync(folder / entry.Path, contents[entry.Blob]);
        }
    }

    private Entry[] Beside(string commit) =>
        [.. List(commit).Where(entry => WriterFiles.MayBe(entry.Path) && IsWhole(entry.Path) && IsFile(entry.Mode))];

    private List<Entry> List(string commit)
    {
        if (listed.Commit == commit)
            return listed.Entries;

        var root = $"{commit}^{{tree}}";
        var entries = new List<Entry>();
        ReadFolders([root]);
        Add(root, "");
        listed = (commit, entries);
        return entries;

        void Add(string folder, string path)
        {
            foreach (var (name, entry) in known.Folders[folder].Entries)
                if (entry.IsFolder)
                    Add(entry.Id, $"{path}{name}/");
                else
                    entries.Add(new(entry.Mode, entry.Id, path + name));
        }
    }

    // Level by level: all folders of one are asked for together.
    private void ReadFolders(string[] folders)
    {
        while (folders.Length > 0)
        {
            var unread = folders.Where(folder => !known.Folders.ContainsKey(folder)).ToArray();
            foreach (var (folder, found) in unread.Zip(clone.Objects.Read(unread)))
                known.Folders[folder] = GitTree.Of(found, folder);
            folders =
            [
                .. folders
                    .SelectMany(folder => known.Folders[folder].Entries)
                    .Where(entry => entry.Entry.IsFolder)
                    .Select(entry => entry.Entry.Id)
                    .Distinct(),
            ];
        }
    }

    private async Task<ManifestFile[]> Read(Entry[] needed, Entry[] wanted)
    {
        var unread = needed.Where(entry => !known.Manifests.ContainsKey((entry.Path, entry.Blob))).ToArray();
        if (unread.Length > 0)
        {
            var contents = await new BlobReader(clone).Read(unread.Select(entry => entry.Blob).ToHashSet());
            foreach (var (_, blob, path) in unread)
                known.Manifests[(path, blob)] = new(path, contents[blob]);
        }

        return [.. wanted.Select(entry => known.Manifests[(entry.Path, entry.Blob)])];
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
        var imported = await clone.Pipe(
            CommitImport.Of(parent, changes, message, identity, DateTimeOffset.Now),
            "-c",
            "fastimport.unpackLimit=1",
            "fast-import",
            "--quiet",
            "--force"
        );
        return Encoding.ASCII.GetString(
            (identity.Signs ? await Sign(parent, message, identity) : imported).AsSpan().TrimEnd("\n"u8)
        );
    }

    // The import signs nothing: the same commit is made again of its tree.
    private Task<byte[]> Sign(string parent, string message, CommitIdentity identity) =>
        clone.Pipe(
            message,
            [.. identity.Options, "commit-tree", "-S", "-p", parent, "-F", "-", $"{CommitImport.Reference}^{{tree}}"]
        );

    private static bool IsNamed(string path) => IsWhole(path) && ManifestFile.IsManifest(path);

    // A path that is not UTF-8 does not round-trip.
    private static bool IsWhole(string path) => !path.Contains('\uFFFD', StringComparison.Ordinal);

    // Not symbolic links and submodules.
    private static bool IsFile(string mode) => mode is "100644" or "100755";

    private sealed record Entry(string Mode, string Blob, string Path);
}

/// <summary>A file as a commit has it.</summary>
/// <param name="File">The file.</param>
/// <param name="Mode">Its mode, which includes whether it is executable.</param>
internal sealed record CommittedFile(ManifestFile File, string Mode);

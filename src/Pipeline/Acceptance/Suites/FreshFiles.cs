using Nuke.Common.IO;

namespace Pipeline.Acceptance.Suites;

/// <summary>Tells the files that a program writes from those that an earlier run has left.</summary>
internal sealed class FreshFiles
{
    private readonly AbsolutePath folder;
    private readonly string[] patterns;
    private readonly Dictionary<AbsolutePath, (DateTime Written, long Length)> before;

    /// <summary>Remembers the files that are there now.</summary>
    /// <param name="folder">Where the program runs.</param>
    /// <param name="patterns">The files to look at, relative to the folder.</param>
    public FreshFiles(AbsolutePath folder, params string[] patterns)
    {
        this.folder = folder;
        this.patterns = patterns;
        before = Matches().ToDictionary(file => file, StampOf);
    }

    /// <summary>The files that were written since, by their paths.</summary>
    public ImmutableArray<AbsolutePath> Find() =>
        [
            .. Matches()
                .Where(file => !before.TryGetValue(file, out var stamp) || stamp != StampOf(file))
                .OrderBy(file => $"{file}", StringComparer.Ordinal),
        ];

    private IEnumerable<AbsolutePath> Matches() => folder.GlobFiles(patterns).Where(IsWithin);

    // By a link, a program could have files read that it may not read itself.
    private bool IsWithin(AbsolutePath file)
    {
        for (var path = file; path is not null && path != folder; path = path.Parent)
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
                return false;
        return true;
    }

    private static (DateTime Written, long Length) StampOf(AbsolutePath file) =>
        new FileInfo(file) is var info ? (info.LastWriteTimeUtc, info.Length) : default;
}

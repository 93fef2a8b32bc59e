using System.Text.RegularExpressions;

namespace Pipeline.Foundation.Git;

/// <summary>What Git is configured to in a folder, from whichever file.</summary>
internal sealed class GitSettings
{
    private GitSettings(ImmutableArray<(string Key, string Value)> all) => All = all;

    /// <summary>None.</summary>
    public static GitSettings None { get; } = new([]);

    /// <summary>All, in Git's order: of several with one key, the last counts, unless it is a list.</summary>
    public ImmutableArray<(string Key, string Value)> All { get; }

    /// <summary>The value of a key; null or empty where it has none.</summary>
    public string? this[string key] => All.LastOrDefault(setting => setting.Key == key).Value;

    /// <summary>Reads them in a single process; a folder that Git cannot read has none.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellation">Cancels the process.</param>
    public static async Task<GitSettings> Read(string directory, CancellationToken cancellation)
    {
        var listed = await GitCommand.Try(directory, ["config", "-z", "--list"], cancellation);
        // Entries are "key LF value", terminated by NUL; a key alone means true.
        return new([
            .. listed
                .StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split('\n', 2))
                .Select(entry => (entry[0], entry.Length > 1 ? entry[1] : "true")),
        ]);
    }

    /// <summary>Those whose keys match a pattern.</summary>
    public IEnumerable<(string Key, string Value)> Matching(Regex pattern) =>
        All.Where(setting => pattern.IsMatch(setting.Key));
}

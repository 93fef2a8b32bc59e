namespace Nuke.Common.IO;

/// <summary>
/// Files and directories by patterns: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of directories.
/// </summary>
public static class Globbing
{
    /// <summary>Files below the directory that match one of the patterns.</summary>
    public static IReadOnlyCollection<AbsolutePath> GlobFiles(this AbsolutePath directory, params string[] patterns) =>
        Glob(directory, patterns, Directory.EnumerateFiles);

    /// <summary>Directories below the directory that match one of the patterns.</summary>
    public static IReadOnlyCollection<AbsolutePath> GlobDirectories(
        this AbsolutePath directory,
        params string[] patterns
    ) => Glob(directory, patterns, Directory.EnumerateDirectories);

    private static AbsolutePath[] Glob(AbsolutePath root, string[] patterns, Func<string, IEnumerable<string>> entries)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return
        [
            .. patterns
                .SelectMany(pattern => Matches(root, pattern.Split('/', '\\'), entries, comparison))
                .Distinct()
                .Select(AbsolutePath.Create),
        ];
    }

    private static IEnumerable<string> Matches(
        string directory,
        ReadOnlyMemory<string> parts,
        Func<string, IEnumerable<string>> entries,
        StringComparison comparison
    )
    {
        var (part, rest) = (parts.Span[0], parts[1..]);
        if (part == "**")
        {
            var here = rest.IsEmpty ? entries(directory) : Matches(directory, rest, entries, comparison);
            return here.Concat(
                Directory
                    .EnumerateDirectories(directory)
                    .SelectMany(below => Matches(below, parts, entries, comparison))
            );
        }

        var candidates = rest.IsEmpty ? entries(directory) : Directory.EnumerateDirectories(directory);
        var named = candidates.Where(path => IsMatch(Path.GetFileName(path.AsSpan()), part, comparison));
        return rest.IsEmpty ? named : named.SelectMany(below => Matches(below, rest, entries, comparison));
    }

    private static bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern, StringComparison comparison)
    {
        if (pattern.IsEmpty)
            return name.IsEmpty;
        if (pattern[0] == '*')
            return IsMatch(name, pattern[1..], comparison)
                || (!name.IsEmpty && IsMatch(name[1..], pattern, comparison));

        return !name.IsEmpty
            && (pattern[0] == '?' || name[..1].Equals(pattern[..1], comparison))
            && IsMatch(name[1..], pattern[1..], comparison);
    }
}

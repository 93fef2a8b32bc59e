#nullable disable annotations

namespace Nuke.Common.IO;

/// <summary>
/// Paths taken apart and put together, by the form of their root and not by the machine they are handled on.
/// </summary>
public static class PathConstruction
{
    private const char WinSeparator = '\\';
    private const char UnixSeparator = '/';
    private static readonly char[] s_separators = [WinSeparator, UnixSeparator];

    /// <summary>Whether the path begins with a root.</summary>
    public static bool HasPathRoot(string path) => GetPathRoot(path) is not null;

    /// <summary>
    /// The root: <c>/</c>, a drive letter with its colon, or a share's server; null for a relative path.
    /// </summary>
    public static string GetPathRoot(string path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        if (path[0] == UnixSeparator)
            return path[..1];
        if (HasWinRoot(path))
            return path[..2];
        if (!HasUncRoot(path))
            return null;

        var end = path.IndexOf(WinSeparator, 2);
        return end < 0 ? path : path[..end];
    }

    /// <summary>The path with one kind of separator and without <c>.</c>, <c>..</c> and doubled separators.</summary>
    /// <exception cref="ArgumentException">It leads above its root, or the separator is not that of its
    /// root.</exception>
    public static string NormalizePath(string path, char? separator = null)
    {
        path ??= string.Empty;
        if (separator is null && IsNormalUnixPath(path))
            return path;

        var root = GetPathRoot(path);
        var parts = new List<string>();
        foreach (var part in path[(root?.Length ?? 0)..].Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;

            if (part != ".." || (root is null && (parts.Count == 0 || parts[^1] == "..")))
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                throw new ArgumentException($"The path '{path}' leads above its root.", nameof(path));
        }

        return Combine(root, string.Join(SeparatorOf(root, separator), parts), separator);
    }

    /// <summary>Both paths in one, with the separator that the root of the first asks for.</summary>
    /// <exception cref="ArgumentException">The second path is rooted.</exception>
    public static string Combine(string left, string right, char? separator = null)
    {
        left = TrimEnd(left);
        right = TrimEnd(right);
        if (HasPathRoot(right))
            throw new ArgumentException(
                $"The path '{right}' is absolute and cannot be put below '{left}'.",
                nameof(right)
            );

        if (string.IsNullOrWhiteSpace(left))
            return right;

        var between = SeparatorOf(left, separator);
        if (string.IsNullOrWhiteSpace(right))
            return IsDrive(left) ? left + between : left;

        return left == "/" ? left + right : left + between + right;
    }

    /// <summary>The way from the directory to the destination, with <c>..</c> where it goes up.</summary>
    public static string GetRelativePath(string basePath, string destinationPath)
    {
        basePath = NormalizePath(basePath);
        var separator = SeparatorOf(basePath, separator: null);
        var from = basePath.Split(separator, StringSplitOptions.RemoveEmptyEntries);
        var to = NormalizePath(destinationPath).Split(separator, StringSplitOptions.RemoveEmptyEntries);

        var same = 0;
        while (
            same < from.Length
            && same < to.Length
            && string.Equals(from[same], to[same], StringComparison.OrdinalIgnoreCase)
        )
            same++;

        return string.Join(separator, Enumerable.Repeat("..", from.Length - same).Concat(to.Skip(same)));
    }

    /// <summary>The way from the directory to the destination, with <c>..</c> where it goes up.</summary>
    public static RelativePath GetRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        (RelativePath)GetRelativePath(basePath, destinationPath);

    /// <summary>The same, with <c>/</c> between the parts on every system.</summary>
    public static UnixRelativePath GetUnixRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        (UnixRelativePath)GetRelativePath(basePath, destinationPath);

    /// <summary>Whether the destination is the directory itself or lies below it.</summary>
    public static bool Contains(this AbsolutePath basePath, string destinationPath)
    {
        var outer = NormalizePath(basePath).Split(s_separators);
        var inner = NormalizePath(destinationPath).Split(s_separators);
        return inner.Take(outer.Length).SequenceEqual(outer);
    }

    internal static bool HasWinRoot(string path) => path is [var letter, ':', ..] && char.IsLetter(letter);

    internal static bool IsRoot(string path) =>
        path == "/" || IsDrive(path.TrimEnd(WinSeparator)) || (HasUncRoot(path) && path.IndexOf(WinSeparator, 2) < 0);

    // Most paths are, and need not be taken apart.
    private static bool IsNormalUnixPath(string path) =>
        path.StartsWith(UnixSeparator)
        && (path.Length == 1 || !path.EndsWith(UnixSeparator))
        && !path.Contains(WinSeparator)
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("/.", StringComparison.Ordinal);

    private static bool HasUncRoot(string path) =>
        path is [WinSeparator, WinSeparator, var server, ..] && char.IsLetterOrDigit(server);

    private static bool IsDrive(string path) => path.Length == 2 && HasWinRoot(path);

    private static string TrimEnd(string path) => path == "/" ? path : path?.TrimEnd(s_separators);

    private static char SeparatorOf(string path, char? separator)
    {
        char? asked = path switch
        {
            ['/', ..] => UnixSeparator,
            _ when HasPathRoot(path) => WinSeparator,
            _ => null,
        };
        if (asked is not null && separator is not null && asked != separator)
            throw new ArgumentException(
                $"The path '{path}' is written with '{asked}', not with '{separator}'.",
                nameof(path)
            );

        return separator ?? asked ?? Path.DirectorySeparatorChar;
    }
}

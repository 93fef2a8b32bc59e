#nullable disable annotations

using System.Runtime.CompilerServices;

namespace Nuke.Common.IO;

/// <summary>What can be done with a path on the disk.</summary>
public static partial class AbsolutePathExtensions
{
    private static readonly string[] s_fileWords = ["file", "executable", "exe", "script", "archive"];
    private static readonly string[] s_directoryWords = ["directory", "dir", "folder"];

    /// <summary>
    /// Whether the file or directory exists; which of the two is meant, the name of the argument must end with.
    /// </summary>
    /// <exception cref="ArgumentException">The name says neither.</exception>
    public static bool Exists(this AbsolutePath path, [CallerArgumentExpression("path")] string expression = null)
    {
        if (Array.Exists(s_fileWords, word => expression.EndsWith(word, StringComparison.OrdinalIgnoreCase)))
            return path.FileExists();
        if (Array.Exists(s_directoryWords, word => expression.EndsWith(word, StringComparison.OrdinalIgnoreCase)))
            return path.DirectoryExists();

        throw new ArgumentException(
            $"'{expression}' says neither file nor directory: use {nameof(FileExists)} or {nameof(DirectoryExists)}.",
            nameof(path)
        );
    }

    /// <summary>Whether there is a file of this path.</summary>
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    /// <summary>Whether there is a directory of this path.</summary>
    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>Creates the directory and those above it where they are missing.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Leaves an empty directory of this path, whatever was in it.</summary>
    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    /// <summary>Deletes the file, if there is one, write-protected or not.</summary>
    public static void DeleteFile(this AbsolutePath path)
    {
        if (!path.FileExists())
            return;

        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }

    /// <summary>Deletes the directory with all in it, if there is one, write-protected or not.</summary>
    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (!path.DirectoryExists())
            return;

        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            // The attributes of a link are those of what it leads to, which may be missing and is not ours to change.
            if (File.ResolveLinkTarget(file, returnFinalTarget: false) is null)
                File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(path, recursive: true);
    }

    /// <summary>The path with another extension.</summary>
    public static AbsolutePath WithExtension(this AbsolutePath path, string extension) =>
        path.Parent / Path.ChangeExtension(path.Name, extension);

    /// <summary>Files of a directory, sorted, down to <paramref name="depth"/> levels.</summary>
    public static IEnumerable<AbsolutePath> GetFiles(
        this AbsolutePath path,
        string pattern = "*",
        int depth = 1,
        FileAttributes attributes = FileAttributes.None
    ) =>
        depth == 0
            ? []
            : Sorted(Directory.EnumerateFiles(path, pattern), attributes)
                .Concat(
                    path.GetDirectories(depth: depth - 1)
                        .SelectMany(directory => directory.GetFiles(pattern, 1, attributes))
                );

    /// <summary>
    /// Directories below a directory, level by level and sorted, down to <paramref name="depth"/> levels.
    /// </summary>
    public static IEnumerable<AbsolutePath> GetDirectories(
        this AbsolutePath path,
        string pattern = "*",
        int depth = 1,
        FileAttributes attributes = FileAttributes.None
    )
    {
        string[] level = [path];
        for (; depth > 0 && level.Length > 0; depth--)
        {
            foreach (
                var directory in Sorted(
                    level.SelectMany(parent => Directory.EnumerateDirectories(parent, pattern)),
                    attributes
                )
            )
                yield return directory;

            level = [.. level.SelectMany(Directory.EnumerateDirectories)];
        }
    }

    private static IEnumerable<AbsolutePath> Sorted(IEnumerable<string> paths, FileAttributes attributes) =>
        paths
            .Where(path => (File.GetAttributes(path) & attributes) == attributes)
            .Order(StringComparer.Ordinal)
            .Select(AbsolutePath.Create);
}

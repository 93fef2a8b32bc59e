using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Build.Documents;

/// <summary>The target <c>Reference</c>: keeps the tables in the Markdown files of <c>docs</c>.</summary>
internal static class ReferenceFiles
{
    /// <summary>Writes the tables that have changed.</summary>
    /// <param name="build">The build.</param>
    /// <param name="output">Takes the names of changed files.</param>
    public static void Write(INukeBuild build, TextWriter output)
    {
        var changes = Changes(build);
        foreach (var (file, _, after) in changes)
        {
            AtomicFile.Write(build.RootDirectory / file, after);
            output.WriteLine($"changed {file}");
        }

        if (changes.IsEmpty)
            output.WriteLine("the reference is up to date");
    }

    /// <summary>Fails where <see cref="Write"/> would change something, and shows the lines.</summary>
    /// <inheritdoc cref="Write"/>
    public static void Check(INukeBuild build, TextWriter output)
    {
        var changes = Changes(build);
        foreach (var (file, before, after) in changes)
        {
            output.WriteLine($"{file} would have:");
            foreach (var line in Lines(after).Except(Lines(before)))
                output.WriteLine($"  {line}");
        }

        if (!changes.IsEmpty)
            throw new DocumentException(
                $"{string.Join(", ", changes.Select(change => change.File))}: tables differ from the build: run ./build.sh Reference, and commit what it writes"
            );
    }

    private static string[] Lines(string text) => text.Split('\n');

    private static ImmutableArray<(string File, string Before, string After)> Changes(INukeBuild build)
    {
        var tables = new ReferenceTables(build);
        var folder = build.RootDirectory / "docs";
        return
        [
            .. (folder.DirectoryExists() ? folder.GlobFiles("**/*.md") : [])
                .Select(path => (File: SlashedPath.Between(build.RootDirectory, path), Before: path.ReadAllText()))
                .OrderBy(document => document.File, StringComparer.Ordinal)
                .Select(document => (document.File, document.Before, After: tables.Fill(document.Before)))
                .Where(document => document.Before != document.After),
        ];
    }
}

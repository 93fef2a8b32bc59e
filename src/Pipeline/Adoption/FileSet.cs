using System.Text;
using Nuke.Common.IO;
using Pipeline.Adoption.Trees;
using Pipeline.Foundation.Files;

namespace Pipeline.Adoption;

/// <summary>
/// Writes files all or not at all: each is prepared beside its place, and only when all are do they get their names.
/// </summary>
internal static class FileSet
{
    private const UnixFileMode Program =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <summary>Writes files into a repository.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="files">The files.</param>
    /// <param name="cancellation">Ends it before the first file has its name; after that all get theirs.</param>
    /// <exception cref="AdoptionException">One of them cannot be written: none is.</exception>
    public static void Write(AbsolutePath root, IReadOnlyCollection<PlannedFile> files, CancellationToken cancellation)
    {
        var prepared = new List<(string Part, string Path, byte[]? Before)>();
        var made = new List<string>();
        var named = 0;
        try
        {
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                string path = root / file.Path;
                made.AddRange(MakeFolder(Path.GetDirectoryName(path)!));
                var part = $"{path}.{Environment.ProcessId}{AtomicFile.Unfinished}";
                prepared.Add((part, path, File.Exists(path) ? File.ReadAllBytes(path) : null));
                File.WriteAllText(part, file.Content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                if (file.IsProgram && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(part, Program);
            }

            cancellation.ThrowIfCancellationRequested();
            for (; named < prepared.Count; named++)
                File.Move(prepared[named].Part, prepared[named].Path, overwrite: true);
        }
        catch (Exception failure)
        {
            Undo(prepared, named, made);
            if (failure is IOException or UnauthorizedAccessException)
                throw new AdoptionException($"nothing was written, as one of the files cannot be: {failure.Message}");
            throw;
        }
    }

    private static List<string> MakeFolder(string folder)
    {
        var made = new List<string>();
        for (var missing = folder; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)!)
            made.Add(missing);
        Directory.CreateDirectory(folder);
        return made;
    }

    private static void Undo(List<(string Part, string Path, byte[]? Before)> prepared, int named, List<string> made)
    {
        foreach (var (part, path, before) in prepared[..named])
            if (before is null)
                File.Delete(path);
            else
                AtomicFile.Write(path, stream => stream.Write(before), durable: false);
        foreach (var (part, _, _) in prepared)
            File.Delete(part);
        foreach (
            var folder in made.OrderByDescending(folder => folder.Length)
                .Where(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        )
            Directory.Delete(folder);
    }
}

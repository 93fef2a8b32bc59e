using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Recovery;

/// <summary>
/// Temporary files and folders outside the workspace, marked with it, so that the next run can delete a killed run's.
/// </summary>
internal static class Scratch
{
    /// <summary>A mark that identifies a workspace on this machine.</summary>
    public static string MarkOf(AbsolutePath artifacts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(artifacts)))[..12];

    /// <summary>Creates a folder for the workspace with these artifacts; the caller deletes it.</summary>
    public static DirectoryInfo Create(AbsolutePath artifacts, string purpose) =>
        Directory.CreateTempSubdirectory($"pipeline-{MarkOf(artifacts)}-{purpose}-");

    /// <summary>A name for a file of the workspace with this mark; the caller deletes it.</summary>
    public static string NameFile(string mark, string purpose) =>
        Path.Combine(Path.GetTempPath(), $"pipeline-{mark}-{purpose}-{Path.GetRandomFileName()}");

    /// <summary>Deletes all of the workspace's files and folders.</summary>
    /// <exception cref="IOException">There is no temporary folder.</exception>
    internal static void Clear(AbsolutePath artifacts)
    {
        var pattern = $"pipeline-{MarkOf(artifacts)}-*";
        var temporary = Path.GetTempPath();
        if (!Directory.Exists(temporary))
            throw new IOException(
                $"the temporary folder {temporary} does not exist: create it, or let TMPDIR name another one"
            );
        foreach (var file in Directory.EnumerateFiles(temporary, pattern))
            File.Delete(file);
        foreach (var folder in Directory.EnumerateDirectories(temporary, pattern))
            FolderRemoval.Force(folder);
    }
}

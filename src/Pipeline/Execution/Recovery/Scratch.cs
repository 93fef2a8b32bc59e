using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;

namespace Pipeline.Execution.Recovery;

/// <summary>Temporary files and folders outside of the workspace that tell which one they belong to, so that none outlives a killed run for long.</summary>
public static class Scratch
{
    /// <summary>What tells a workspace from all others of this machine.</summary>
    public static string MarkOf(AbsolutePath artifacts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(artifacts)))[..12];

    /// <summary>Makes a folder for the workspace that these artifacts are of; who made it deletes it.</summary>
    public static DirectoryInfo Create(AbsolutePath artifacts, string purpose) =>
        Directory.CreateTempSubdirectory($"pipeline-{MarkOf(artifacts)}-{purpose}-");

    /// <summary>A name for a file of the workspace that has this mark; who makes it deletes it.</summary>
    public static string NameFile(string mark, string purpose) =>
        Path.Combine(Path.GetTempPath(), $"pipeline-{mark}-{purpose}-{Path.GetRandomFileName()}");

    /// <summary>Deletes what is left of the workspace's files and folders.</summary>
    internal static void Clear(AbsolutePath artifacts)
    {
        var pattern = $"pipeline-{MarkOf(artifacts)}-*";
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), pattern))
            File.Delete(file);
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), pattern))
            Directory.Delete(folder, recursive: true);
    }
}

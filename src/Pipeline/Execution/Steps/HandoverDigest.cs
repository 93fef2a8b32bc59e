using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Steps;

/// <summary>
/// The digest of everything that a run hands over, by which a job on another machine recognises it: of each file's
/// path, which names commit, service and step, and of its content.
/// </summary>
internal static class HandoverDigest
{
    /// <summary>The digest, <c>sha256:…</c>, of a folder's files; null where there are none.</summary>
    public static string? Of(AbsolutePath folder)
    {
        if (!Directory.Exists(folder))
            return null;

        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path: SlashedPath.Between(folder, file), File: file))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => $"{Hash(file.File)} {file.Path}\n")
            .ToArray();
        return files.Length == 0
            ? null
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files))))}";
    }

    private static string Hash(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}

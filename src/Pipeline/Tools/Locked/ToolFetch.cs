using Nuke.Common.IO;

namespace Pipeline.Tools.Locked;

/// <summary>
/// Downloads locked tools into the cache. No program is executable or on the search path before its checksum was
/// verified.
/// </summary>
/// <param name="cache">Stores them.</param>
/// <param name="options">The options.</param>
/// <param name="tell">Reports the progress.</param>
internal sealed class ToolFetch(ToolCache cache, ToolFetchOptions options, Action<string> tell)
{
    /// <summary>The program of a tool, downloaded unless it is in the cache.</summary>
    /// <exception cref="ToolUnreachableException">The server could not be reached.</exception>
    /// <exception cref="ToolException">
    /// The lock has no download for this machine, or the download differs from the lock.
    /// </exception>
    public async Task<AbsolutePath> Get(LockedTool tool, CancellationToken cancellation = default)
    {
        if (cache.Find(tool) is { } known)
            return known;

        var download =
            tool.Download
            ?? throw new ToolException(
                $"{tool} is not locked for {ToolPlatform.Current}: add it to \"platforms\" in {ToolsLock.FileName}"
            );
        var scratch = cache.NewScratch();
        try
        {
            var file = scratch / "download";
            await Save(tool, download, file, cancellation);
            var sum = ToolCache.SumOf(file);
            if (sum != download.Sha256)
                throw new ToolException(
                    $"{Origin(tool, download)} is not {tool} as it is locked: its SHA-256 is {sum}, and {ToolsLock.FileName} says {download.Sha256}; it was deleted. Find out why before you change the lock"
                );

            var program = file;
            if (download.Member is { } member)
            {
                program = scratch / "program";
                await ToolArchive.Extract(file, download.FileName, member, program, cancellation);
            }

            return cache.Add(tool, download, program);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task Save(LockedTool tool, LockedDownload download, string file, CancellationToken cancellation)
    {
        tell($"{tool}: fetching {Origin(tool, download)}");
        if (options.Mirror is null || Uri.TryCreate(options.Mirror, UriKind.Absolute, out var mirror) && !mirror.IsFile)
        {
            using var http = new ToolDownload(options.Schedule, options.Patience, tell);
            await http.Save(new(Origin(tool, download)), file, cancellation);
            return;
        }

        var source = Origin(tool, download);
        if (!File.Exists(source))
            throw new ToolUnreachableException(
                $"{tool} is not in the mirror: {source}, which {ToolFetchOptions.MirrorVariable} leads to, does not exist"
            );
        File.Copy(source, file);
    }

    private string Origin(LockedTool tool, LockedDownload download) =>
        options.Mirror is not { } mirror ? download.Url.AbsoluteUri
        : mirror.Contains("://", StringComparison.Ordinal)
            ? $"{mirror.TrimEnd('/')}/{tool.Name}/{tool.Version}/{download.FileName}"
        : Path.Combine(Path.GetFullPath(mirror), tool.Name, tool.Version, download.FileName);
}

using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tools.Locked;

/// <summary>How tools are fetched.</summary>
public sealed record ToolFetchOptions
{
    /// <summary>The environment variable that names a mirror.</summary>
    public const string MirrorVariable = "PIPELINE_TOOLS_MIRROR";

    /// <summary>
    /// A folder, or an address, that has the downloads as <c>NAME/VERSION/FILE</c>; nothing else is asked then. Null: where the lock says.
    /// </summary>
    public string? Mirror { get; init; }

    /// <summary>How often, and after what pauses, a broken download is gone on with.</summary>
    public RetrySchedule Schedule { get; init; } = new() { Attempts = 4 };

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>As the environment has them.</summary>
    public static ToolFetchOptions OfEnvironment() =>
        new() { Mirror = Environment.GetEnvironmentVariable(MirrorVariable) is { Length: > 0 } given ? given : null };
}

/// <summary>Fetches locked tools into the cache. Nothing is executable, or found by anyone, before its checksum was compared.</summary>
/// <param name="cache">Takes them.</param>
/// <param name="options">How.</param>
/// <param name="tell">Is told what is done.</param>
public sealed class ToolFetch(ToolCache cache, ToolFetchOptions options, Action<string> tell)
{
    /// <summary>The program of a tool, which is fetched where it is not there.</summary>
    /// <exception cref="ToolUnreachableException">It could not be reached.</exception>
    /// <exception cref="ToolException">It cannot be had as it is locked, or what was had is not what is locked.</exception>
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
                    $"what {Origin(tool, download)} gave out is not {tool} as it is locked: its SHA-256 is {sum}, and {ToolsLock.FileName} says {download.Sha256}; it was removed. Find out why before you change the lock"
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

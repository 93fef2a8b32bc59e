using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Foundation;
using Pipeline.Foundation.Files;

namespace Pipeline.Tools.Locked;

/// <summary>
/// Proposes later versions of locked tools, with the checksums that their releases state, for review.
/// </summary>
/// <param name="options">How releases are looked up.</param>
/// <param name="output">Shows the proposals.</param>
internal sealed partial class ToolUpdate(ToolFetchOptions options, TextWriter output)
{
    /// <summary>
    /// Writes the proposals into a repository's lock. No tool is downloaded, and no other byte changes.
    /// </summary>
    /// <param name="root">The repository.</param>
    /// <param name="wanted">Tools, each as <c>NAME</c> or <c>NAME@VERSION</c>; none: the latest of all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ToolException">A release lacks a checksum, or is banned.</exception>
    public async Task Propose(
        AbsolutePath root,
        IReadOnlyCollection<string> wanted,
        CancellationToken cancellation = default
    )
    {
        var file = root / ToolsLock.FileName;
        if (!File.Exists(file))
            throw new ToolException($"there is no {file}: write one with the tools that are downloaded");

        var text = await File.ReadAllTextAsync(file, cancellation);
        var changed = text;
        using var http = new ToolDownload(options.Schedule, options.Patience, output.WriteLine);
        foreach (var (tool, version) in Chosen(LockDocument.Read(text).ToLock(), wanted))
            if (await Propose(tool, version, http, cancellation) is { } proposal)
                changed = LockDocument.Read(changed).With(proposal);
        if (changed == text)
            return;

        // The result must be a valid lock.
        LockDocument.Read(changed);
        AtomicFile.Write(file, changed);
        output.WriteLine(
            $"written to {ToolsLock.FileName}: review the difference, and what each release says of itself"
        );
    }

    private async Task<LockedTool?> Propose(
        LockedTool tool,
        string? version,
        ToolDownload http,
        CancellationToken cancellation
    )
    {
        if (tool.Releases is not { } releases || tool.Checksums is not { } checksums)
        {
            output.WriteLine(
                $"{tool.Name}: stays at {tool.Version}, as the lock names no \"releases\" and \"checksums\" to ask"
            );
            return null;
        }

        var page = releases.AbsoluteUri.TrimEnd('/');
        version ??= await Latest(tool, page, http, cancellation);
        if (tool.Never.Contains(version))
        {
            output.WriteLine($"{tool.Name}: stays at {tool.Version}, as {version} must never be used");
            return null;
        }

        var name = checksums.Replace("{version}", version, StringComparison.Ordinal);
        var sums = Read(await http.Read(new($"{page}/download/v{version}/{name}"), cancellation));
        var proposal = tool with
        {
            Version = version,
            Platforms = tool.Platforms.ToImmutableSortedDictionary(
                entry => entry.Key,
                entry => Of(entry.Value, tool.Version, version, sums, name),
                StringComparer.Ordinal
            ),
        };
        var isSame = tool.Platforms.All(entry => proposal.Platforms[entry.Key] == entry.Value);
        // A release that was replaced under its old name is what checksums are meant to reveal.
        output.WriteLine(
            version != tool.Version
                ? $"{tool.Name}: {tool.Version} → {version}, {tool.Platforms.Count} checksums from {name}"
            : isSame ? $"{tool.Name}: {version} is the latest, and its checksums are those of {name}"
            : $"{tool.Name}: CHECKSUMS OF {version} HAVE CHANGED in {name}: a release does not change, so find out why"
        );
        return isSame ? null : proposal;
    }

    private static IEnumerable<(LockedTool, string?)> Chosen(ToolsLock tools, IReadOnlyCollection<string> wanted)
    {
        if (wanted.Count == 0)
            return tools.Tools.Select(tool => (tool, (string?)null));

        return wanted.Select(text =>
        {
            var parts = text.Split('@', 2);
            var tool =
                tools.Tools.FirstOrDefault(tool => tool.Name == parts[0])
                ?? throw new ToolException(
                    $"{ToolsLock.FileName} has no tool \"{parts[0]}\": {Spelling.Suggest(parts[0], [.. tools.Tools.Select(tool => tool.Name)])}"
                );
            var version = parts.Length == 2 ? parts[1].TrimStart('v') : null;
            return version is not null && tool.Never.Contains(version)
                ? throw new ToolException($"{tool.Name} {version} must never be used: take another version")
                : (tool, version);
        });
    }

    // The page of the latest release redirects to that of its tag, .../tag/v1.2.3.
    private static async Task<string> Latest(
        LockedTool tool,
        string page,
        ToolDownload http,
        CancellationToken cancellation
    )
    {
        var place = await http.Follow(new($"{page}/latest"), cancellation);
        var tag = Tag().Match(place.AbsolutePath);
        return tag.Success
            ? tag.Groups["version"].Value
            : throw new ToolException(
                $"{page}/latest redirects to {place}, which names no version: propose one with --tool {tool.Name}@VERSION"
            );
    }

    private static LockedDownload Of(
        LockedDownload download,
        string from,
        string to,
        IReadOnlyDictionary<string, string> sums,
        string name
    )
    {
        var url = new Uri(download.Url.AbsoluteUri.Replace(from, to, StringComparison.Ordinal));
        var file = url.Segments[^1];
        return sums.TryGetValue(file, out var sum)
            ? download with
            {
                Url = url,
                Sha256 = sum,
            }
            : throw new ToolException(
                $"{name} states no SHA-256 of {file}: nothing was proposed; correct the lock by hand where files are named otherwise now"
            );
    }

    // As sha256sum writes them: "SUM  FILE", with a star before the name for a binary.
    private static Dictionary<string, string> Read(string checksums) =>
        checksums
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => Line().Match(line))
            .Where(match => match.Success)
            .GroupBy(match => match.Groups["file"].Value, match => match.Groups["sum"].Value)
            .Where(group => group.Distinct().Count() == 1)
            .ToDictionary(group => group.Key, group => group.First());

    [GeneratedRegex(@"/tag/v?(?<version>[0-9]+(\.[0-9]+)+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(?<sum>[0-9a-f]{64})[ \t]+\*?(?<file>[^ \t/]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}

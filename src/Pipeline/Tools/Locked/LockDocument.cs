using System.Text.RegularExpressions;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Tools.Locked;

/// <summary>The text of a lock, with the place of each value.</summary>
internal sealed partial class LockDocument
{
    private static readonly string[] ToolKeys = ["version", "releases", "checksums", "never", "platforms"];
    private static readonly string[] DownloadKeys = ["url", "sha256", "program"];

    private readonly List<string> problems = [];
    private readonly ImmutableArray<(LockedTool Tool, YamlMap Map)> tools;

    private LockDocument(string text)
    {
        Text = text;
        tools = [.. Entries()];
        if (problems.Count > 0)
            throw new ToolException(string.Join('\n', problems));
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Parses a text.</summary>
    /// <exception cref="ToolException">The lock cannot be used; all problems are listed, with their places.</exception>
    public static LockDocument Read(string text) => new(text);

    /// <summary>The content.</summary>
    public ToolsLock ToLock() => new([.. tools.Select(entry => entry.Tool)]);

    /// <summary>The text with a tool's version, addresses and checksums replaced; every other byte stays.</summary>
    public string With(LockedTool tool)
    {
        var map = tools.Single(entry => entry.Tool.Name == tool.Name).Map;
        var platforms = (YamlMap)map["platforms"]!;
        var edits = platforms
            .Entries.SelectMany(entry =>
            {
                var download = tool.Platforms[entry.Key.Value];
                var values = (YamlMap)entry.Value;
                return new[]
                {
                    ((YamlScalar)values["url"]!, download.Url.AbsoluteUri),
                    ((YamlScalar)values["sha256"]!, download.Sha256),
                };
            })
            .Append(((YamlScalar)map["version"]!, tool.Version));
        var edited = Text;
        // From the end, so that no edit shifts the next.
        foreach (var (scalar, value) in edits.OrderByDescending(edit => edit.Item1.Start.Index))
        {
            // A quoted value begins after its quote.
            var start = (int)scalar.Start.Index + (scalar.IsPlain ? 0 : 1);
            edited = string.Concat(edited.AsSpan(0, start), value, edited.AsSpan(start + scalar.Value.Length));
        }

        return edited;
    }

    private IEnumerable<(LockedTool, YamlMap)> Entries()
    {
        YamlNode root;
        try
        {
            root = YamlNodeReader.Read(Text);
        }
        catch (YamlException broken)
        {
            Report(broken.Start, $"not valid YAML: {broken.Message}");
            yield break;
        }

        if (root is not YamlMap { Entries: [({ Value: "tools" }, YamlMap list)] })
        {
            Report(root.Start, "a lock has one key, \"tools\", with a mapping of tools by their names");
            yield break;
        }

        foreach (var (key, value) in list.Entries)
            if (!ProgramName().IsMatch(key.Value))
                Report(key.Start, $"\"{key.Value}\" is not a program's name: use letters, digits, dashes and dots");
            else if (Map(value, key, ToolKeys) is { } map)
                yield return (Tool(key, map), map);
    }

    private LockedTool Tool(YamlScalar key, YamlMap map)
    {
        var version = Required(map, "version", key) ?? "";
        var never = (map["never"] as YamlList)?.Items.OfType<YamlScalar>().Select(item => item.Value).ToArray() ?? [];
        if (!Version().IsMatch(version))
            Report(
                map["version"]?.Start ?? key.Start,
                $"\"{version}\" is not a version: write 1.2.3, never a name that moves"
            );
        if (never.Contains(version))
            Report(map["version"]!.Start, $"{key.Value} {version} must never be used: take another version");
        var platforms = ImmutableSortedDictionary.CreateBuilder<string, LockedDownload>(StringComparer.Ordinal);
        foreach (var (platform, value) in (map["platforms"] as YamlMap)?.Entries ?? [])
            if (!ToolPlatform.All.Contains(platform.Value))
                Report(
                    platform.Start,
                    $"\"{platform.Value}\" is not a platform: {Spelling.Suggest(platform.Value, ToolPlatform.All)}"
                );
            else if (
                Map(value, platform, DownloadKeys) is { } download
                && Download(platform, download, version) is { } known
            )
                platforms[platform.Value] = known;
        if (map["platforms"] is not YamlMap { Entries.Count: > 0 })
            Report(key.Start, $"{key.Value} lacks \"platforms\": name what is downloaded for linux/amd64, say");
        return new(key.Value, version)
        {
            Releases = Address(map, "releases"),
            Checksums = (map["checksums"] as YamlScalar)?.Value,
            Never = [.. never],
            Platforms = platforms.ToImmutable(),
        };
    }

    private LockedDownload? Download(YamlScalar key, YamlMap map, string version)
    {
        var address = Required(map, "url", key);
        var sum = Required(map, "sha256", key);
        if (address is null || sum is null || Address(map, "url") is not { } url)
            return null;
        if (!Checksum().IsMatch(sum))
            Report(map["sha256"]!.Start, $"\"{sum}\" is not a SHA-256: write its 64 hexadecimal digits, in lower case");
        if (!address.Contains(version, StringComparison.Ordinal) || Moving().IsMatch(address))
            Report(map["url"]!.Start, $"{address} may name something else tomorrow: name the file of {version}");
        return new(url, sum, (map["program"] as YamlScalar)?.Value);
    }

    private Uri? Address(YamlMap map, string key)
    {
        if (map[key] is not YamlScalar scalar)
            return null;
        if (Uri.TryCreate(scalar.Value, UriKind.Absolute, out var uri) && IsSafe(uri))
            return uri;

        Report(scalar.Start, $"\"{scalar.Value}\" is not an address: write https://HOST/…");
        return null;
    }

    // Anyone on the network could read and change what another scheme transfers.
    private static bool IsSafe(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    private string? Required(YamlMap map, string key, YamlScalar owner)
    {
        if (map[key] is YamlScalar { Value.Length: > 0 } scalar)
            return scalar.Value;

        Report(owner.Start, $"\"{owner.Value}\" lacks \"{key}\"");
        return null;
    }

    private YamlMap? Map(YamlNode value, YamlScalar owner, string[] keys)
    {
        if (value is not YamlMap map)
        {
            Report(owner.Start, $"\"{owner.Value}\" is a mapping with {string.Join(", ", keys)}");
            return null;
        }

        foreach (var (key, _) in map.Entries)
            if (!keys.Contains(key.Value))
                Report(
                    key.Start,
                    $"unknown key \"{key.Value}\" in \"{owner.Value}\": {Spelling.Suggest(key.Value, keys)}"
                );
        return map;
    }

    private void Report(Mark place, string message) =>
        problems.Add($"{ToolsLock.FileName}:{place.Line}:{place.Column}: {message}");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex ProgramName();

    [GeneratedRegex("^[0-9]+(\\.[0-9]+)+[0-9A-Za-z.+-]*$")]
    private static partial Regex Version();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Checksum();

    [GeneratedRegex("/(latest|main|master|nightly)(/|$)")]
    private static partial Regex Moving();
}

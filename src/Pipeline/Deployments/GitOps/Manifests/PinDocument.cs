using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Foundation;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A pin, and its lines, from 1.</summary>
internal sealed record PinEntry(Pin Pin, int FirstLine, int LastLine);

/// <summary>The pins of a file, and the place for another one.</summary>
/// <param name="Entries">The pins, in the order of the file.</param>
/// <param name="Line">The line after which another one goes; 0 where the file has no list of pins.</param>
/// <param name="Margin">The column of the list's dashes, from 0.</param>
internal sealed record PinDocument(ImmutableArray<PinEntry> Entries, int Line, int Margin)
{
    /// <summary>The format of times: UTC, to the second.</summary>
    public const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private const int UsualMargin = 2;

    private static readonly string[] Keys = ["service", "environment", "image", "reason", "by", "since"];

    /// <exception cref="ManifestException">The text is not a list of pins.</exception>
    public static PinDocument Read(string path, string text)
    {
        try
        {
            return ManifestParser.Parse(text) is not [var document, ..] ? new([], 0, UsualMargin)
                : document.Root is ManifestMap root ? Read(path, text, root)
                : throw new ManifestException($"{path} has no pins: write a list under the key \"pins\"");
        }
        catch (YamlException failure)
        {
            throw new ManifestException(SyntaxError.Describe(path, text, failure));
        }
    }

    private static PinDocument Read(string path, string text, ManifestMap root)
    {
        if (root.Entries is not [({ Value: "pins" } key, var value)])
            throw new ManifestException($"{path} has keys other than \"pins\": remove them");

        return value switch
        {
            ManifestScalar { Value: "", Style: ScalarStyle.Plain } => new([], key.Line, UsualMargin),
            ManifestList { Items.IsEmpty: true } => new([], key.Line, UsualMargin),
            ManifestList list => Read([.. list.Items.Select(item => Entry(path, text, item, key))], list),
            _ => throw new ManifestException($"{path}:{key.Line} \"pins\" is not a list: write each pin after a dash"),
        };
    }

    private static PinDocument Read(ImmutableArray<PinEntry> entries, ManifestList list) =>
        // A dash and a blank stand before the first key.
        new(entries, entries[^1].LastLine, Math.Max(0, ((ManifestMap)list.Items[^1]).Entries[0].Key!.Column - 3));

    private static PinEntry Entry(string path, string text, ManifestNode item, ManifestScalar list)
    {
        if (item is not ManifestMap { Entries: [({ } first, _), ..] } map)
            throw new ManifestException($"{path}:{list.Line} a pin is a mapping with \"service\" and \"environment\"");

        foreach (var (key, value) in map.Entries)
            if (key is null || !Keys.Contains(key.Value))
                throw new ManifestException(
                    $"{path}:{(key ?? first).Line} \"{key?.Value}\" is not a key of a pin: {Spelling.Suggest(key?.Value ?? "", Keys)}"
                );
            else if (value is not ManifestScalar || map.All(key.Value).Count() > 1)
                throw new ManifestException($"{path}:{key.Line} \"{key.Value}\" of a pin must be one text, given once");

        var last = map.Entries.Max(entry => ((ManifestScalar)entry.Value).End);
        var pin = new Pin(ServiceSelection.ShortName(Required("service")), Required("environment"))
        {
            Image = map.Text("image") is { Length: > 0 } image ? ImageReference.Parse(image) : null,
            Reason = map.Text("reason") ?? "",
            By = map.Text("by") ?? "",
            Since = map["since"] is ManifestScalar since ? Moment(path, since) : null,
        };
        return new(pin, first.Line, text.AsSpan()[..last].TrimEnd().Count('\n') + 1);

        string Required(string key) =>
            map.Text(key) is { Length: > 0 } value
                ? value
                : throw new ManifestException($"{path}:{first.Line} a pin lacks \"{key}\": write it there");
    }

    private static DateTimeOffset Moment(string path, ManifestScalar since) =>
        DateTimeOffset.TryParse(
            since.Value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : throw new ManifestException(
                $"{path}:{since.Line} \"{since.Value}\" is not a time: write 2026-02-01T12:30:15Z"
            );
}

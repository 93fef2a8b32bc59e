using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>YAML in a text of another file: its nodes have their places in that file.</summary>
internal static class EmbeddedYaml
{
    /// <summary>The documents of a text.</summary>
    /// <param name="host">The scalar that is the text.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static ImmutableArray<ManifestDocument> Parse(ManifestScalar host, string text)
    {
        var places = Places(host, text);
        return [.. ManifestParser.Parse(host.Value).Select(document => document with { Root = Place(document.Root) })];

        ManifestNode Place(ManifestNode node) =>
            node switch
            {
                ManifestScalar scalar => PlaceScalar(scalar),
                ManifestList list => list with { Items = [.. list.Items.Select(Place)] },
                ManifestMap map => map with
                {
                    Entries =
                    [
                        .. map.Entries.Select(entry =>
                            (entry.Key is null ? null : PlaceScalar(entry.Key), Place(entry.Value))
                        ),
                    ],
                },
                _ => node,
            };

        ManifestScalar PlaceScalar(ManifestScalar scalar)
        {
            var line = places?.ElementAtOrDefault(scalar.Line - 1) ?? -1;
            // A scalar over several lines has an obstacle of its own.
            return line < 0
                ? scalar with
                {
                    Start = host.Start,
                    End = host.End,
                    Line = host.Line,
                    Column = host.Column,
                    Host = new(host.Start, -1),
                }
                : scalar with
                {
                    Start = line + scalar.Column - 1,
                    ValueStart = line + scalar.Column - 1 + scalar.ValueStart - scalar.Start,
                    End = line + scalar.Column - 1 + scalar.End - scalar.Start,
                    Line = LineOf(text, line),
                    Column = line - text.LastIndexOf('\n', Math.Max(0, line - 1)) + scalar.Column - 1,
                    Host = new(host.Start, scalar.Start),
                };
        }
    }

    // Where each line of the value begins in the file; null where the file writes it in another way.
    private static List<int>? Places(ManifestScalar host, string text)
    {
        var lines = host.Value.Split('\n');
        if (host.Style is not ScalarStyle.Literal)
        {
            var start = host.ValueStart + (host.Style == ScalarStyle.Plain ? 0 : 1);
            return lines.Length == 1 && Matches(text, start, host.Value) ? [start] : null;
        }

        var (places, indentation) = (new List<int>(), -1);
        var at = text.IndexOf('\n', host.ValueStart) + 1;
        foreach (var line in lines)
        {
            if (line.Length > 0 && indentation < 0)
                indentation = text.AsSpan(at).IndexOfAnyExcept(' ') - (line.Length - line.TrimStart(' ').Length);
            var start = line.Length == 0 ? at : at + indentation;
            if (at == 0 || !Matches(text, start, line))
                return null;
            places.Add(start);
            at = text.IndexOf('\n', at) + 1;
        }

        return places;
    }

    private static bool Matches(string text, int at, string value) =>
        at >= 0 && at + value.Length <= text.Length && text.AsSpan(at, value.Length).SequenceEqual(value);

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;
}

using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.GitOps.Manifests;

/// <summary>A new value for one scalar of a file.</summary>
/// <param name="Scalar">The scalar.</param>
/// <param name="Value">What it shall say; nothing in it needs an escape.</param>
internal sealed record ImageEdit(ManifestScalar Scalar, string Value)
{
    // How much of each end of the scalar is its quote, which stays.
    private int Quote => Scalar.Style == ScalarStyle.Plain ? 0 : 1;

    /// <summary>The edit as a unified diff of one line.</summary>
    public string Diff(ManifestFile file)
    {
        var text = file.Text;
        var start = Scalar.Start == 0 ? 0 : text.LastIndexOf('\n', Scalar.Start - 1) + 1;
        var end = text.IndexOf('\n', Scalar.End) is var newline and >= 0 ? newline : text.Length;
        var (from, to) = (Scalar.Start + Quote, Scalar.End - Quote);
        var hunk = $"@@ -{Scalar.Line} +{Scalar.Line} @@";
        return $"--- a/{file.Path}\n+++ b/{file.Path}\n{hunk}\n-{Line(text[start..end])}\n+{Line(text[start..from] + Value + text[to..end])}\n";

        static string Line(string line) => line.TrimStart('\uFEFF').TrimEnd('\r');
    }

    /// <summary>The bytes of a file with its edits made, every other byte as it was.</summary>
    /// <exception cref="ManifestException">The result would not be the same document with these values.</exception>
    public static byte[] Apply(ManifestFile file, IReadOnlyCollection<ImageEdit> edits)
    {
        var before = file.Text;
        var after = new StringBuilder(before.Length + 128 * edits.Count);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Scalar.Start))
        {
            after.Append(before, at, edit.Scalar.Start + edit.Quote - at).Append(edit.Value);
            at = edit.Scalar.End - edit.Quote;
        }

        after.Append(before, at, before.Length - at);
        var edited = after.ToString();
        Prove(file.Path, before, edited, edits.ToDictionary(edit => edit.Scalar.Start, edit => edit.Value));
        return ManifestFile.Encode(edited);
    }

    private static void Prove(string path, string before, string after, Dictionary<int, string> values)
    {
        var mark = before.StartsWith('\uFEFF') ? 1 : 0;
        var (old, @new) = (new YamlEvents(before[mark..]), new YamlEvents(after[mark..]));
        try
        {
            while (old.MoveNext())
            {
                var line = old.Current!.Start.Line;
                if (!@new.MoveNext())
                    throw Refusal(path, line);

                var expected =
                    old.Current is Scalar scalar && values.Remove((int)scalar.Start.Index + mark, out var value)
                        ? Describe(new Scalar(scalar.Anchor, scalar.Tag, value, scalar.Style, true, true))
                        : Describe(old.Current);
                if (expected != Describe(@new.Current!))
                    throw Refusal(path, line);
            }
        }
        catch (YamlException failure)
        {
            throw Refusal(path, failure.Start.Line);
        }

        if (values.Count > 0 || @new.MoveNext())
            throw Refusal(path, 1);
    }

    private static (Type, string?, string?, string?, ScalarStyle) Describe(ParsingEvent part) =>
        part switch
        {
            Scalar scalar => (
                typeof(Scalar),
                scalar.Value,
                scalar.Tag.ToString(),
                scalar.Anchor.ToString(),
                scalar.Style
            ),
            AnchorAlias alias => (typeof(AnchorAlias), alias.Value.ToString(), null, null, default),
            NodeEvent node => (node.GetType(), null, node.Tag.ToString(), node.Anchor.ToString(), default),
            _ => (part.GetType(), null, null, null, default),
        };

    private static ManifestException Refusal(string path, long line) =>
        new($"{path}:{line} would not be the same document with another image: it was left as it is");
}

using System.Text;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A line that an edit changes, without its line ending.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Before">As it is.</param>
/// <param name="After">As it will be.</param>
internal sealed record EditedLine(int Line, string Before, string After);

/// <summary>Edits of one file; none adds or removes a line.</summary>
/// <param name="file">The file.</param>
/// <param name="edits">The edits, each of another scalar.</param>
internal sealed class FileEdit(ManifestFile file, IEnumerable<ImageEdit> edits)
{
    private readonly ImmutableArray<ImageEdit> edits = [.. edits.OrderBy(edit => edit.Start)];

    /// <summary>The file.</summary>
    public ManifestFile File => file;

    /// <summary>The file's bytes with the edits; every other byte is unchanged.</summary>
    /// <exception cref="ManifestException">The result would not be the same document with these values.</exception>
    public byte[] Apply()
    {
        var before = file.Text;
        var after = Replace(before, 0, before.Length, edits);
        Prove(before, after);
        return ManifestFile.Encode(after);
    }

    /// <summary>The lines that change.</summary>
    public ImmutableArray<EditedLine> Lines()
    {
        var text = file.Text;
        return
        [
            .. edits
                .GroupBy(edit => edit.Scalar.Line)
                .Select(line =>
                {
                    var first = line.First().Start;
                    var from = first == 0 ? 0 : text.LastIndexOf('\n', first - 1) + 1;
                    var to = text.IndexOf('\n', line.Last().End) is var end and >= 0 ? end : text.Length;
                    return new EditedLine(line.Key, Clean(text[from..to]), Clean(Replace(text, from, to, line)));
                }),
        ];

        static string Clean(string line) => line.TrimStart('\uFEFF').TrimEnd('\r');
    }

    /// <summary>The edits as a unified diff.</summary>
    public string Diff()
    {
        var diff = new StringBuilder($"--- a/{file.Path}\n+++ b/{file.Path}\n");
        foreach (var line in Lines())
            diff.Append($"@@ -{line.Line} +{line.Line} @@\n-{line.Before}\n+{line.After}\n");
        return diff.ToString();
    }

    private static string Replace(string text, int from, int to, IEnumerable<ImageEdit> ordered)
    {
        var after = new StringBuilder(to - from + 128);
        foreach (var edit in ordered)
        {
            after.Append(text, from, edit.Start - from).Append(edit.Text);
            from = edit.End;
        }

        return after.Append(text, from, to - from).ToString();
    }

    private void Prove(string before, string after)
    {
        var values = edits.ToDictionary(edit => edit.Scalar.Start);
        var mark = before.StartsWith('\uFEFF') ? 1 : 0;
        var (old, @new) = (new YamlEvents(before[mark..]), new YamlEvents(after[mark..]));
        try
        {
            while (old.MoveNext())
            {
                var line = old.Current!.Start.Line;
                if (!@new.MoveNext())
                    throw Refusal(line);

                var expected =
                    old.Current is Scalar scalar && values.Remove((int)scalar.Start.Index + mark, out var edit)
                        ? Describe(new Scalar(scalar.Anchor, scalar.Tag, edit.Value, edit.Style, true, true))
                        : Describe(old.Current);
                if (expected != Describe(@new.Current!))
                    throw Refusal(line);
            }
        }
        catch (YamlException failure)
        {
            throw Refusal(failure.Start.Line);
        }

        if (values.Count > 0 || @new.MoveNext())
            throw Refusal(1);
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

    private ManifestException Refusal(long line) =>
        new($"{file.Path}:{line} would not be the same document with another image: it was left as it is");
}

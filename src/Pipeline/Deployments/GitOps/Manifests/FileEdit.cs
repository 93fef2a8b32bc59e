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
        Prove(before, after, edits.ToLookup(edit => edit.Scalar.Host?.Start ?? edit.Scalar.Start), isWithin: false);
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

    private void Prove(string before, string after, ILookup<int, ImageEdit> changed, bool isWithin)
    {
        var mark = before.StartsWith('\uFEFF') ? 1 : 0;
        var (old, @new, seen) = (new YamlEvents(before[mark..]), new YamlEvents(after[mark..]), 0);
        try
        {
            while (old.MoveNext())
            {
                var line = old.Current!.Start.Line;
                if (!@new.MoveNext())
                    throw Refusal(line);

                var expected = Describe(old.Current);
                if (old.Current is Scalar scalar && changed[(int)scalar.Start.Index + mark].ToArray() is [_, ..] within)
                {
                    seen++;
                    expected = Describe(Expected(scalar, @new.Current, within, isWithin));
                }

                if (expected != Describe(@new.Current!))
                    throw Refusal(line);
            }
        }
        catch (YamlException failure)
        {
            throw Refusal(failure.Start.Line);
        }

        if (seen < changed.Count || @new.MoveNext())
            throw Refusal(1);
    }

    // What stands within a text is compared there, as YAML too.
    private ParsingEvent Expected(Scalar old, ParsingEvent? @new, ImageEdit[] changed, bool isWithin)
    {
        if (changed is [var edit] && (isWithin || edit.Scalar.Host is null))
            return new Scalar(old.Anchor, old.Tag, edit.Value, edit.Style, true, true);
        if (@new is not Scalar text || text.Style != old.Style)
            return old;

        Prove(old.Value, text.Value, changed.ToLookup(edit => edit.Scalar.Host!.Index), isWithin: true);
        return text;
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

using System.Text;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Writing;

/// <summary>Lines of YAML, indented by block.</summary>
internal sealed class YamlLines
{
    private readonly StringBuilder text = new();
    private int depth;
    private string? mark;

    /// <summary>An empty line.</summary>
    public void Gap() => text.Append('\n');

    /// <summary>A line as it is.</summary>
    public void Line(string line)
    {
        text.Append(' ', depth * 2).Append(mark).Append(line).Append('\n');
        if (mark is not null)
            (mark, depth) = (null, depth + 1);
    }

    /// <summary>A comment; its text cannot become YAML.</summary>
    public void Comment(string? comment)
    {
        if (comment is not null)
            Line($"# {ScalarText.OneLine(comment)}".TrimEnd());
    }

    /// <summary>A key and its value, with an optional remark.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null to write nothing.</param>
    /// <param name="remark">The remark; null for none.</param>
    /// <param name="asItReads">
    /// True where numbers and booleans need no quotes, because the reader converts them to text.
    /// </param>
    public void Pair(string key, string? value, string? remark = null, bool asItReads = false)
    {
        if (value is null)
            return;
        var isPlain = asItReads && (value is "true" or "false" || (value.Length > 0 && value.All(char.IsAsciiDigit)));
        Line(
            $"{key}: {(isPlain ? value : ScalarText.Of(value))}{(remark is null ? "" : $" # {ScalarText.OneLine(remark)}")}"
        );
    }

    /// <summary>A key and a list on one line.</summary>
    public void List(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
            Line($"{key}: [{string.Join(", ", values.Select(ScalarText.InList))}]");
    }

    /// <summary>A key and a block below it.</summary>
    public void Block(string key, Action write)
    {
        Line($"{key}:");
        depth++;
        write();
        depth--;
    }

    /// <summary>A key and a block of pairs; nothing for no pairs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The pairs.</param>
    /// <param name="asItReads">
    /// True where numbers and booleans need no quotes, because the reader converts them to text.
    /// </param>
    public void Pairs(string key, IReadOnlyCollection<NamedValue> values, bool asItReads = false)
    {
        if (values.Count > 0)
            Block(
                key,
                () =>
                {
                    foreach (var value in values)
                        Pair(value.Name, value.Value, value.Reason, asItReads);
                }
            );
    }

    /// <summary>An item of a list.</summary>
    public void Item(Action write)
    {
        var outside = depth;
        mark = "- ";
        write();
        depth = outside;
    }

    /// <inheritdoc />
    public override string ToString() => text.ToString();
}

using System.Text;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Writing;

/// <summary>Lines of YAML, each as deep as the block that it stands in.</summary>
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

    /// <summary>A comment; what it says cannot become anything else.</summary>
    public void Comment(string? comment)
    {
        if (comment is not null)
            Line($"# {YamlScalar.OneLine(comment)}".TrimEnd());
    }

    /// <summary>A key and its value, with a remark behind it where there is one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null: nothing is written.</param>
    /// <param name="remark">The remark; null: there is none.</param>
    /// <param name="asItReads">True where a number or a truth may stand without quotes, as whoever takes it makes a text of it.</param>
    public void Pair(string key, string? value, string? remark = null, bool asItReads = false)
    {
        if (value is null)
            return;
        var isPlain = asItReads && (value is "true" or "false" || (value.Length > 0 && value.All(char.IsAsciiDigit)));
        Line(
            $"{key}: {(isPlain ? value : YamlScalar.Of(value))}{(remark is null ? "" : $" # {YamlScalar.OneLine(remark)}")}"
        );
    }

    /// <summary>A key and a list on one line.</summary>
    public void List(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
            Line($"{key}: [{string.Join(", ", values.Select(YamlScalar.InList))}]");
    }

    /// <summary>A key and a block below it.</summary>
    public void Block(string key, Action write)
    {
        Line($"{key}:");
        depth++;
        write();
        depth--;
    }

    /// <summary>A key and a block of pairs; nothing where there are none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The pairs.</param>
    /// <param name="asItReads">True where numbers and truths may stand without quotes, as whoever takes them makes texts of them.</param>
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

    /// <summary>An item of a list, whose first line bears the dash.</summary>
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

using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>
/// A text of a chart's template, as far as images need it: values, the chart's version, <c>default</c>, <c>printf</c>,
/// <c>if</c> and <c>with</c>. What it does not know makes the text unknown.
/// </summary>
internal sealed partial class ChartTemplate
{
    private readonly ManifestMap values;
    private readonly ManifestMap chart;
    private readonly Func<string, string?> definition;
    private readonly List<string> tokens;
    private int at;

    private ChartTemplate(string text, ManifestMap values, ManifestMap chart, Func<string, string?> definition)
    {
        this.values = values;
        this.chart = chart;
        this.definition = definition;
        tokens = [.. Parts().Split(text).Where(part => part.Length > 0)];
    }

    /// <summary>The text that it renders; null where that is not known.</summary>
    /// <param name="text">The template's text.</param>
    /// <param name="values">The values.</param>
    /// <param name="chart">What <c>Chart.yaml</c> says.</param>
    /// <param name="definition">The text of a named template; null for none.</param>
    public static string? Render(string text, ManifestMap values, ManifestMap chart, Func<string, string?> definition)
    {
        try
        {
            return new ChartTemplate(text, values, chart, definition).Block(dot: null, isShown: true);
        }
        catch (UnknownTemplateException)
        {
            return null;
        }
    }

    // Up to "else", "end" or the end of the text, which stay.
    private string Block(string? dot, bool isShown)
    {
        var text = new StringBuilder();
        while (at < tokens.Count && Word(tokens[at]) is not ("else" or "end"))
        {
            var token = tokens[at++];
            if (!token.StartsWith("{{", StringComparison.Ordinal))
                text.Append(Trimmed(token));
            else if (Word(token) is "if" or "with")
                text.Append(Choice(token, dot, isShown));
            else if (isShown && !Action(token).StartsWith("/*", StringComparison.Ordinal))
                text.Append(new ChartExpression(Action(token), dot, Value, Include).Text());
        }

        return text.ToString();
    }

    private string Choice(string token, string? dot, bool isShown)
    {
        var condition = isShown
            ? new ChartExpression(Action(token)[Word(token).Length..], dot, Value, Include).Text()
            : "";
        var holds = condition.Length > 0 && condition != "false";
        var inside = Block(Word(token) == "with" ? condition : dot, isShown && holds);
        var text = holds ? inside : "";
        if (at < tokens.Count && Word(tokens[at]) == "else")
        {
            if (Action(tokens[at]) != "else")
                throw new UnknownTemplateException();
            at++;
            text = holds ? text + Skipped(dot) : Block(dot, isShown);
        }

        if (at++ >= tokens.Count)
            throw new UnknownTemplateException();
        return holds || isShown ? text : "";
    }

    private string Skipped(string? dot)
    {
        Block(dot, isShown: false);
        return "";
    }

    private string? Value(string path)
    {
        ManifestNode? node =
            path.StartsWith("Values.", StringComparison.Ordinal) ? values
            : path is "Chart.AppVersion" or "Chart.Version" or "Chart.Name" ? chart
            : throw new UnknownTemplateException();
        foreach (var key in path.Split('.').Skip(1))
            node = MergeKeys.Value(node, node == chart ? $"{char.ToLowerInvariant(key[0])}{key[1..]}" : key);
        return node switch
        {
            null or ManifestScalar { IsNull: true } => "",
            ManifestScalar scalar => scalar.Value,
            _ => throw new UnknownTemplateException(),
        };
    }

    private string Include(string name) =>
        definition(name) is { } text
            ? new ChartTemplate(text, values, chart, definition).Block(dot: null, isShown: true)
            : throw new UnknownTemplateException();

    // "{{-" and "-}}" take blanks away.
    private string Trimmed(string text)
    {
        if (at >= 2 && tokens[at - 2].EndsWith("-}}", StringComparison.Ordinal))
            text = text.TrimStart();
        return at < tokens.Count && tokens[at].StartsWith("{{-", StringComparison.Ordinal) ? text.TrimEnd() : text;
    }

    private static string Action(string token) => token[2..^2].Trim('-', ' ', '\t', '\n', '\r');

    private static string Word(string token) =>
        token.StartsWith("{{", StringComparison.Ordinal) ? Action(token).Split(' ', 2)[0] : "";

    [GeneratedRegex(@"(?<action>\{\{.*?\}\})", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}

/// <summary>A template is not understood.</summary>
internal sealed class UnknownTemplateException : Exception;

using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>A pipeline in a template: <c>.Values.image.tag | default .Chart.AppVersion</c>.</summary>
internal sealed partial class ChartExpression
{
    private readonly string? dot;
    private readonly Func<string, string?> value;
    private readonly Func<string, string> include;
    private readonly string[] tokens;
    private int at;

    /// <param name="text">The pipeline.</param>
    /// <param name="dot">What <c>.</c> stands for; null where that is the whole context.</param>
    /// <param name="value">The value of a path such as <c>Values.image.tag</c>.</param>
    /// <param name="include">Renders a named template.</param>
    public ChartExpression(string text, string? dot, Func<string, string?> value, Func<string, string> include)
    {
        this.dot = dot;
        this.value = value;
        this.include = include;
        tokens = [.. Token().Matches(text).Select(match => match.Value)];
        if (
            tokens.Sum(token => token.Length)
            != text.Count(letter => !char.IsWhiteSpace(letter)) + tokens.Sum(token => token.Count(char.IsWhiteSpace))
        )
            throw new UnknownTemplateException();
    }

    /// <summary>What it gives.</summary>
    public string Text()
    {
        var text = Pipeline();
        return at == tokens.Length ? text : throw new UnknownTemplateException();
    }

    private string Pipeline()
    {
        var text = Call(null);
        while (at < tokens.Length && tokens[at] == "|")
        {
            at++;
            text = Call(text);
        }

        return text;
    }

    // A function takes what was piped as its last argument.
    private string Call(string? piped)
    {
        if (at >= tokens.Length)
            throw new UnknownTemplateException();
        if (!char.IsAsciiLetter(tokens[at][0]))
            return piped is null ? Operand() : throw new UnknownTemplateException();

        var name = tokens[at++];
        if (name is "include" or "template")
            return Included();

        var arguments = new List<string>();
        while (at < tokens.Length && tokens[at] is not ("|" or ")"))
            arguments.Add(Operand());
        if (piped is not null)
            arguments.Add(piped);
        return (name, arguments) switch
        {
            ("default", [var fallback, var text]) => text.Length > 0 ? text : fallback,
            ("quote" or "squote" or "toString" or "trim", [var text]) => text.Trim(),
            ("printf", [var format, .. var rest]) => Printf(format, rest),
            ("coalesce", _) => arguments.Find(text => text.Length > 0) ?? "",
            ("trimSuffix", [var suffix, var text]) => text.EndsWith(suffix, StringComparison.Ordinal)
                ? text[..^suffix.Length]
                : text,
            _ => throw new UnknownTemplateException(),
        };
    }

    private string Included()
    {
        var name = Operand();
        // The whole context is passed on; anything else is another template's.
        if (at >= tokens.Length || tokens[at++] is not ("." or "$") || dot is not null)
            throw new UnknownTemplateException();
        return include(name);
    }

    private string Operand()
    {
        var token = tokens[at++];
        switch (token)
        {
            case ['"' or '`', ..]:
                return token[1..^1];
            case "(":
                var text = Pipeline();
                return at < tokens.Length && tokens[at++] == ")" ? text : throw new UnknownTemplateException();
            case ".":
                return dot ?? throw new UnknownTemplateException();
            case ['$', '.', ..]:
                return value(token[2..]) ?? "";
            case ['.', ..] when dot is null:
                return value(token[1..]) ?? "";
            default:
                throw new UnknownTemplateException();
        }
    }

    private static string Printf(string format, IReadOnlyList<string> arguments)
    {
        var next = 0;
        var text = Verb()
            .Replace(format, _ => next < arguments.Count ? arguments[next++] : throw new UnknownTemplateException());
        return next == arguments.Count && !text.Contains('%', StringComparison.Ordinal)
            ? text
            : throw new UnknownTemplateException();
    }

    [GeneratedRegex(
        """("[^"\\]*"|`[^`]*`|[()|]|\$?\.?[A-Za-z0-9_][A-Za-z0-9_.]*|\$\.[A-Za-z0-9_.]+|\.|\$)""",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Token();

    [GeneratedRegex("%[sv]")]
    private static partial Regex Verb();
}

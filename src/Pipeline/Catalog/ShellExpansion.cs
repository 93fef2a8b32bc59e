using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>Expands the variables of a word, by the rules of BuildKit.</summary>
/// <param name="values">The values of those that are set.</param>
/// <remarks>https://docs.docker.com/reference/dockerfile/#environment-replacement</remarks>
internal sealed partial class ShellExpansion(IReadOnlyDictionary<string, string> values)
{
    // BuildKit sets them by the platform that it builds for.
    private static readonly string[] OfPlatforms =
    [
        "BUILDPLATFORM",
        "BUILDOS",
        "BUILDARCH",
        "BUILDVARIANT",
        "TARGETPLATFORM",
        "TARGETOS",
        "TARGETARCH",
        "TARGETVARIANT",
    ];

    /// <summary>The word without quotes, variables replaced; null where that is not known, or not understood.</summary>
    public string? Of(string word)
    {
        var text = new StringBuilder();
        for (var at = 0; at < word.Length; )
        {
            var end = ShellWords.EndOfPart(word, at);
            var part = word[at..end];
            string? expanded;
            if (part[0] == '\'')
                expanded = part.Trim('\'');
            else if (part[0] == '"')
                expanded = Of(part[1..].TrimEnd('"').Replace("'", "\\'", StringComparison.Ordinal));
            else if (part[0] == '\\')
                expanded = part[1..];
            else if (part[0] != '$')
                expanded = part;
            else if (part.Length > 1)
                expanded = Braced().Match(part) is { Success: true } braced ? Value(braced) : null;
            else
            {
                var name = Name().Match(word, end);
                end += name.Length;
                expanded = name.Length == 0 ? "$" : ValueOf(name.Value, otherwise: "");
            }

            if (expanded is null)
                return null;
            text.Append(expanded);
            at = end;
        }

        return text.ToString();
    }

    private string? ValueOf(string name, string? otherwise) =>
        values.TryGetValue(name, out var value) ? value
        : OfPlatforms.Contains(name) ? null
        : otherwise;

    private string? Value(Match braced)
    {
        var (name, how, rest) = (braced.Groups["name"].Value, braced.Groups["how"].Value, braced.Groups["rest"].Value);
        if (OfPlatforms.Contains(name) && !values.ContainsKey(name))
            return null;

        var value = values.GetValueOrDefault(name);
        // With a colon, an empty value counts as none.
        var isSet = how.StartsWith(':') ? !string.IsNullOrEmpty(value) : value is not null;
        return how switch
        {
            "" => rest.Length == 0 ? value ?? "" : null,
            ":-" or "-" => isSet ? value : Of(rest),
            ":+" or "+" => isSet ? Of(rest) : "",
            ":?" or "?" => isSet ? value : null,
            _ => Of(rest) is { } pattern ? Cut(value ?? "", how, pattern) : null,
        };
    }

    private static string? Cut(string value, string how, string pattern)
    {
        if (how.StartsWith('/'))
        {
            if (pattern.Split('/') is not [var sought, var replacement])
                return null;
            var found = new Regex(Form(sought));
            return found.Replace(value, _ => replacement, how == "//" ? -1 : 1);
        }

        // "#" cuts the shortest beginning and "##" the longest; "%" and "%%" an end.
        var whole = new Regex($"^{Form(pattern)}$", RegexOptions.Singleline);
        var lengths = Enumerable.Range(0, value.Length + 1);
        if (how.Length == 2)
            lengths = lengths.Reverse();
        foreach (var length in lengths)
            if (how[0] == '#' && whole.IsMatch(value[..length]))
                return value[length..];
            else if (how[0] == '%' && whole.IsMatch(value[^length..]))
                return value[..^length];
        return value;
    }

    private static string Form(string pattern) =>
        Regex
            .Escape(pattern)
            .Replace(@"\*", ".*", StringComparison.Ordinal)
            .Replace(@"\?", ".", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<how>:[-+?]|[-+?]|##?|%%?|//?|)(?<rest>.*)\}$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline
    )]
    private static partial Regex Braced();

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Name();
}

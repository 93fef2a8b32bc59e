using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>A reference to an image in a Dockerfile.</summary>
/// <param name="At">Where the reference begins in the text.</param>
/// <param name="Written">The name as it is written.</param>
/// <param name="Image">The name with arguments expanded; null where one of them has no value.</param>
internal sealed record ImageUse(int At, string Written, string? Image);

/// <summary>Reads the references to other images in a Dockerfile.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile</remarks>
internal static partial class Dockerfile
{
    /// <summary>
    /// The images of <c>FROM</c>, <c>COPY --from</c> and mounts: neither the Dockerfile's own stages nor
    /// <c>scratch</c>, in the order of the text.
    /// </summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="arguments">Values that take precedence over the defaults of its arguments.</param>
    public static ImmutableArray<ImageUse> ImagesOf(string text, IReadOnlyDictionary<string, string> arguments)
    {
        var known = new Dictionary<string, string>();
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "scratch" };
        var images = ImmutableArray.CreateBuilder<ImageUse>();
        var isInStage = false;
        foreach (var (at, line) in Instructions(text))
            if (From().Match(line) is { Success: true } from)
            {
                Add(at, from.Groups["image"], Expand(from.Groups["image"].Value, known));
                stages.Add(from.Groups["stage"].Value);
                isInStage = true;
            }
            // Arguments declared inside a stage do not apply to FROM.
            else if (!isInStage && Argument().Match(line) is { Success: true } declared)
                foreach (Match one in Assignment().Matches(declared.Groups["list"].Value))
                {
                    var (name, value) = (one.Groups["name"].Value, one.Groups["value"]);
                    if (arguments.TryGetValue(name, out var given))
                        known[name] = given;
                    else if (value.Success && Expand(value.Value.Trim('"', '\''), known) is { } otherwise)
                        known[name] = otherwise;
                }
            else
                foreach (Match match in Source().Matches(line))
                    Add(at, match.Groups["image"], match.Groups["image"].Value);

        return images.ToImmutable();

        void Add(int at, Group image, string? name)
        {
            if (name is null || (!stages.Contains(name) && !int.TryParse(name, out _)))
                images.Add(new(at + image.Index, image.Value, name));
        }
    }

    /// <summary>The line and the column of a place in a text, from 1.</summary>
    public static (int Line, int Column) PlaceOf(string text, int at)
    {
        var before = text.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }

    // Each with its position. Continuation lines are joined; positions stay the same.
    private static IEnumerable<(int At, string Line)> Instructions(string text)
    {
        var escape = Escape().Match(text) is { Success: true } directive ? directive.Groups["letter"].Value[0] : '\\';
        var (begin, whole) = (0, "");
        string? document = null;
        for (var at = 0; at < text.Length; )
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            var line = text[at..end];
            at = end;
            if (document is not null)
            {
                if (line.Trim() == document)
                    document = null;
                (begin, whole) = (end, "");
                continue;
            }

            var isComment = line.TrimStart().StartsWith('#');
            var isContinued = whole.Length > 0 && (isComment || line.Trim().Length == 0);
            var trimmed = line.TrimEnd();
            if (isContinued || (!isComment && trimmed.EndsWith(escape)))
            {
                whole += isContinued ? Blank(line) : trimmed[..^1].PadRight(line.Length);
                continue;
            }

            whole += line;
            if (!isComment)
            {
                yield return (begin, whole);
                document = HereDocument().Match(whole) is { Success: true } here ? here.Groups["end"].Value : null;
            }

            (begin, whole) = (end, "");
        }

        if (whole.Length > 0)
            yield return (begin, whole);
    }

    private static string Blank(string line) => new(' ', line.Length);

    private static string? Expand(string text, Dictionary<string, string> known)
    {
        var isComplete = true;
        var expanded = Variable()
            .Replace(
                text,
                match =>
                {
                    if (known.TryGetValue(match.Groups["name"].Value, out var value))
                        return value;
                    isComplete &= match.Groups["default"].Success;
                    return match.Groups["default"].Value;
                }
            );
        return isComplete && expanded.Length > 0 ? expanded : null;
    }

    [GeneratedRegex(
        @"\A(\s*#.*\n)*?\s*#\s*escape\s*=\s*(?<letter>[\\`])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Escape();

    [GeneratedRegex(
        @"^\s*FROM\s+(--\S+\s+)*(?<image>\S+)(\s+AS\s+(?<stage>\S+))?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex From();

    [GeneratedRegex(@"^\s*ARG\s+(?<list>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex(
        """(?<name>[A-Za-z_][A-Za-z0-9_]*)(=(?<value>"[^"]*"|'[^']*'|\S*))?""",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Assignment();

    [GeneratedRegex(
        @"(?<=^\s*(COPY|ADD)\s+(--\S+\s+)*--from=)(?<image>\S+)|(?<=^\s*RUN\s+(--\S+\s+)*--mount=(\S*,)?from=)(?<image>[^,\s]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Source();

    [GeneratedRegex(
        @"\$(\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}|(?<name>[A-Za-z_][A-Za-z0-9_]*))",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Variable();

    [GeneratedRegex(
        """^\s*(RUN|COPY|ADD)\s.*<<-?["']?(?<end>[A-Za-z_][A-Za-z0-9_]*)["']?""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HereDocument();
}

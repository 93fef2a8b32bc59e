using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>A reference to an image in a Dockerfile.</summary>
/// <param name="At">Where the reference begins in the text.</param>
/// <param name="Written">The name as it is written.</param>
/// <param name="Image">The name with arguments expanded; null where it is not known, or not understood.</param>
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
        var expansion = new ShellExpansion(known);
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "scratch" };
        var images = ImmutableArray.CreateBuilder<ImageUse>();
        var isInStage = false;
        foreach (var (at, line) in DockerfileInstructions.Read(text))
            if (From().Match(line) is { Success: true } from)
            {
                Add(at, from.Groups["image"], Named(expansion.Of(from.Groups["image"].Value)));
                stages.Add(from.Groups["stage"].Value);
                isInStage = true;
            }
            else if (AnyFrom().Match(line) is { Success: true } unread)
            {
                Add(at, unread.Groups["image"], null);
                isInStage = true;
            }
            // Arguments declared inside a stage do not apply to FROM.
            else if (!isInStage && Argument().Match(line) is { Success: true } declared)
                foreach (var word in ShellWords.Split(declared.Groups["list"].Value))
                {
                    var parts = word.Split('=', 2);
                    if (arguments.TryGetValue(parts[0], out var given))
                        known[parts[0]] = given;
                    else if (parts.Length == 2 && expansion.Of(parts[1]) is { } otherwise)
                        known[parts[0]] = otherwise;
                }
            else
                foreach (Match match in Source().Matches(line))
                    Add(at, match.Groups["image"], Named(ShellWords.Unquote(match.Groups["image"].Value)));

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

    // Null for what is no reference, such as one with a variable that has no value.
    private static string? Named(string? image) => image is not null && Reference().IsMatch(image) ? image : null;

    [GeneratedRegex(
        @"^\s*FROM\s+(--\S+\s+)*(?<image>\S+)(\s+AS\s+(?<stage>\S+))?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex From();

    [GeneratedRegex(@"^\s*FROM\s+(?<image>\S.*?)\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyFrom();

    [GeneratedRegex(@"^\s*ARG\s+(?<list>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex(
        @"(?<=^\s*(COPY|ADD)\s+(--\S+\s+)*--from=)(?<image>\S+)|(?<=^\s*RUN\s+(--\S+\s+)*--mount=(\S*,)?from=)(?<image>[^,\s]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Source();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/-]*(@[a-z0-9+._-]+:[A-Za-z0-9]+)?(?<![:/.])$")]
    private static partial Regex Reference();
}

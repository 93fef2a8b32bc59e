namespace Pipeline.Build.Reporting;

/// <summary>The output format of a target.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Text,

    /// <summary>
    /// JSON for programs; <c>docs/reference/preview.md</c> and <c>docs/reference/gitops.md</c> describe it.
    /// </summary>
    Json,

    /// <summary>Outputs of a step in a GitHub workflow.</summary>
    GitHub,

    /// <summary>Findings, for code hosts and editors.</summary>
    Sarif,

    /// <summary>A page for people, which opens from the disk.</summary>
    Html,
}

/// <summary>Parses the names of formats.</summary>
internal static class FormatName
{
    private static readonly ImmutableArray<OutputFormat> Usual =
    [
        OutputFormat.Text,
        OutputFormat.Json,
        OutputFormat.GitHub,
    ];

    /// <summary>The format with a name; case does not matter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The formats of the target; none: text, json and github.</param>
    /// <exception cref="UnknownFormatException">There is none.</exception>
    public static OutputFormat Parse(string name, params ImmutableArray<OutputFormat> known)
    {
        var formats = known.IsEmpty ? Usual : known;
        return formats
                .Where(format => name.Equals($"{format}", StringComparison.OrdinalIgnoreCase))
                .Select(format => (OutputFormat?)format)
                .FirstOrDefault()
            ?? throw new UnknownFormatException(name, [.. formats.Select(format => $"{format}".ToLowerInvariant())]);
    }
}

/// <summary>Unknown format; the message lists the known ones.</summary>
internal sealed class UnknownFormatException(string name, ImmutableArray<string> known)
    : Exception($"unknown format \"{name}\": expected {string.Join(", ", known[..^1])} or {known[^1]}");

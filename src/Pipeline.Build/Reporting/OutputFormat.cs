namespace Pipeline.Build.Reporting;

/// <summary>The output format of a target.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Text,

    /// <summary>JSON for programs; <c>docs/preview.md</c> and <c>docs/gitops.md</c> describe it.</summary>
    Json,

    /// <summary>Outputs of a step in a GitHub workflow.</summary>
    GitHub,
}

/// <summary>Parses the names of formats.</summary>
internal static class FormatName
{
    /// <summary>The format with a name; case does not matter.</summary>
    /// <exception cref="UnknownFormatException">There is none.</exception>
    public static OutputFormat Parse(string name) =>
        name.ToLowerInvariant() switch
        {
            "text" => OutputFormat.Text,
            "json" => OutputFormat.Json,
            "github" => OutputFormat.GitHub,
            _ => throw new UnknownFormatException(name),
        };
}

/// <summary>Unknown format; the message lists the known ones.</summary>
internal sealed class UnknownFormatException(string name)
    : Exception($"unknown format \"{name}\": expected text, json or github");

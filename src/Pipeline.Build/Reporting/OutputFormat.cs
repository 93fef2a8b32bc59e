namespace Pipeline.Build.Reporting;

/// <summary>How a target shows what it found.</summary>
public enum OutputFormat
{
    /// <summary>To a person.</summary>
    Text,

    /// <summary>To a program; <c>docs/preview.md</c> and <c>docs/gitops.md</c> describe it.</summary>
    Json,

    /// <summary>To a GitHub workflow, as outputs of a step.</summary>
    GitHub,
}

/// <summary>Reads the names of formats.</summary>
public static class FormatName
{
    /// <summary>The format of this name; case does not matter.</summary>
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
public sealed class UnknownFormatException(string name)
    : Exception($"there is no format \"{name}\": give text, json or github");

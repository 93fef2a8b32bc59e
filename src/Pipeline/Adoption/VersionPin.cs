using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Pipeline.Adoption;

/// <summary>The one place that says which version of Pipeline a repository runs.</summary>
/// <param name="File">The file.</param>
/// <param name="Place">Finds it there; its group <c>version</c> is the version.</param>
internal sealed partial record VersionPin(string File, Regex Place)
{
    /// <summary>Of the tool, in the manifest of .NET tools.</summary>
    public static VersionPin Tool { get; } = new(".config/dotnet-tools.json", Entry());

    /// <summary>Of the library that a build in C# takes in.</summary>
    public static VersionPin Library { get; } = new("build/Build.csproj", Reference());

    /// <summary>The version in the file's text; null where there is none.</summary>
    public NuGetVersion? In(string? text) =>
        text is not null && NuGetVersion.TryParse(Place.Match(text).Groups["version"].Value, out var version)
            ? version
            : null;

    /// <summary>The text with another version, and no other byte changed.</summary>
    public string Set(string text, NuGetVersion version)
    {
        var found = Place.Match(text).Groups["version"];
        return $"{text[..found.Index]}{version}{text[(found.Index + found.Length)..]}";
    }

    // The scripts read it by the same expression.
    [GeneratedRegex(
        """
            "pipeline\.tool"[^}]*"version"\s*:\s*"(?<version>[0-9][0-9A-Za-z.+-]*)"
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Entry();

    [GeneratedRegex(
        """
            <PackageReference\s+Include="Pipeline\.Build"\s+Version="(?<version>[^"]*)"
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Reference();
}

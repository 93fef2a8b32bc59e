using System.Text.RegularExpressions;
using NuGet.Versioning;
using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption;

/// <summary>The manifest of the .NET tools of a repository.</summary>
internal static partial class ToolManifest
{
    private const string Empty = """
        {
          "version": 1,
          "isRoot": true,
          "tools": {}
        }

        """;

    /// <summary>A manifest with Pipeline's tool, and every other byte as it was.</summary>
    /// <param name="manifest">The one that is there; null for none.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="AdoptionException">What is there lists no tools.</exception>
    public static string With(string? manifest, NuGetVersion version)
    {
        var text = manifest ?? Empty.ReplaceLineEndings("\n");
        if (Tools().Match(text) is not { Success: true } tools)
            throw new AdoptionException(
                $"{VersionPin.Tool.File} has no \"tools\": mend it, or delete it, and run Adopt again"
            );

        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var place = tools.Index + tools.Length;
        string[] entry =
        [
            "    \"pipeline.tool\": {",
            $"      \"version\": \"{version}\",",
            "      \"commands\": [\"pipeline\"],",
            "      \"rollForward\": false",
            "    }",
        ];
        var next = text[place..].TrimStart().StartsWith('}') ? $"{end}  " : ",";
        return $"{text[..place]}{end}{string.Join(end, entry)}{next}{text[place..]}";
    }

    [GeneratedRegex("\"tools\"\\s*:\\s*\\{")]
    private static partial Regex Tools();
}

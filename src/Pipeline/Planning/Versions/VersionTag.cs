using System.Text.RegularExpressions;

namespace Pipeline.Planning.Versions;

/// <summary>The names of versions: Git tags, per service, and image tags.</summary>
internal static partial class VersionTag
{
    /// <summary>The Git tag of a version: <c>auth/2026.02.1</c>.</summary>
    public static string NameOf(string service, string version) => $"{service}/{version}";

    /// <summary>The image tag that names a version with its commit: <c>2026.02.1-a3f2b1c</c>.</summary>
    public static string WithCommit(string version, string commit) => $"{version}-{commit}";

    /// <summary>
    /// The Git revision that an image's tag names: a commit, or the Git tag of a version; null for neither.
    /// </summary>
    /// <param name="service">The image's service.</param>
    /// <param name="tag">The image's tag.</param>
    public static string? RevisionOf(string service, string? tag) =>
        tag is null ? null
        : IsCommit(tag) ? tag
        : !tag.Contains('.') || Numbered().Match(tag) is not { Success: true } match ? null
        : match.Groups["commit"] is { Success: true } commit ? commit.Value
        : $"refs/tags/{NameOf(service, match.Groups["version"].Value)}";

    /// <summary>
    /// True for a full or abbreviated commit. Zeros alone are Git's name for no commit, and stand in manifests before
    /// the first delivery.
    /// </summary>
    /// <param name="tag">The image's tag.</param>
    public static bool IsCommit(string tag) =>
        tag.Length is >= 7 and <= 40 && tag.All(char.IsAsciiHexDigitLower) && tag.Any(digit => digit != '0');

    [GeneratedRegex(@"^(?<version>[0-9]+\.[0-9]+\.[0-9]+)(-(?<commit>[0-9a-f]{7,40}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Numbered();
}

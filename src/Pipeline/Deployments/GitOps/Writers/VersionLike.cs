using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Tells tags that update tools take for versions from hashes of commits and names.</summary>
internal static partial class VersionLike
{
    /// <summary>True for a version, of which there may be a later one.</summary>
    public static bool Is(string? tag) => tag is not null && Version().IsMatch(tag) && !Hash().IsMatch(tag);

    [GeneratedRegex(@"^v?[0-9]+(\.[0-9]+)*([-+._].*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex("^[0-9a-f]{7,40}$")]
    private static partial Regex Hash();
}

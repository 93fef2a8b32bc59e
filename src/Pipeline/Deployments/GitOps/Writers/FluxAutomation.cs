using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>
/// Flux's image automation: it sets each value that a comment behind it gives to a policy, below the path of an
/// <c>ImageUpdateAutomation</c>.
/// </summary>
internal static partial class FluxAutomation
{
    private const string Kind = "ImageUpdateAutomation";

    /// <summary>The automations that files state.</summary>
    public static IEnumerable<ManifestMap> In(IEnumerable<ManifestFile> files) =>
        from file in files
        where file.Content.AsSpan().IndexOf("ImageUpdateAutomation"u8) >= 0
        from document in ParsedFile.Of(file).Documents
        from map in ContainerSearch.Objects(document)
        where map.Text("kind") == Kind
        select map;

    /// <summary>Where a comment gives an image to a policy.</summary>
    public static IEnumerable<ImageWriter> Of(WrittenImage image, ManifestMap[] automations) =>
        from place in image.Places.Images
        where place.File.Content.AsSpan().IndexOf("$imagepolicy"u8) >= 0
        let text = place.File.Text
        let marked = place
            .Parts.Select(part => (part.Scalar, Policy: Policy(text, part.Scalar)))
            .FirstOrDefault(part => part.Policy is not null)
        where marked.Policy is not null
        let covering = automations.Where(automation => Covers(automation, place.File.Path, marked.Policy)).ToArray()
        let running = covering.Where(automation => Spec(automation)?.Text("suspend") != "true").ToArray()
        where running.Length > 0 || covering.Length == 0
        select new ImageWriter(
            "writer-flux",
            running.Length > 0 && running.All(IsProposal) ? WriterEffect.Proposes : WriterEffect.Undoes,
            place.File.Path,
            marked.Scalar,
            $"the comment behind the image of {image.Service.Name} gives it to the policy {marked.Policy} of Flux's image automation",
            "remove the comment"
        )
        {
            IsActive = running.Length > 0,
        };

    private static string? Policy(string text, ManifestScalar scalar)
    {
        if (scalar.Host is not null)
            return null;

        var end = text.IndexOf('\n', scalar.End);
        var rest = text[scalar.End..(end < 0 ? text.Length : end)];
        return Marker().Match(rest) is { Success: true } marker ? marker.Groups["policy"].Value : null;
    }

    // Policies are of the automation's own namespace.
    private static bool Covers(ManifestMap automation, string file, string policy) =>
        RepositoryPath.Resolve("", (Spec(automation)?["update"] as ManifestMap)?.Text("path") ?? "") is { } folder
        && RepositoryPath.Contains(folder, file)
        && ((automation["metadata"] as ManifestMap)?.Text("namespace") ?? policy.Split(':')[0]) == policy.Split(':')[0];

    private static bool IsProposal(ManifestMap automation) =>
        Spec(automation)?["git"] is ManifestMap git
        && (git["push"] as ManifestMap)?.Text("branch") is { } pushed
        && pushed != (((git["checkout"] as ManifestMap)?["ref"]) as ManifestMap)?.Text("branch");

    private static ManifestMap? Spec(ManifestMap automation) => automation["spec"] as ManifestMap;

    [GeneratedRegex(
        @"^[\s,}]*#\s*\{\s*""\$imagepolicy""\s*:\s*""(?<policy>[^:""]+:[^:""]+)(:(tag|name|digest))?""\s*\}",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Marker();
}

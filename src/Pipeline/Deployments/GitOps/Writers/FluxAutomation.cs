using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>
/// Flux's image automation: it sets each value that a comment behind it gives to a policy, below the path of an
/// <c>ImageUpdateAutomation</c>.
/// </summary>
internal static partial class FluxAutomation
{
    /// <summary>The rule of <c>LintManifests</c> that tells of it.</summary>
    public const string Rule = "writer-flux";

    /// <summary>Where a comment gives an image to a policy.</summary>
    public static IEnumerable<ImageWriter> Of(WrittenImage image, StatedAutomation[] automations) =>
        from place in image.Places.Images
        where place.File.Content.AsSpan().IndexOf("$imagepolicy"u8) >= 0
        let text = place.File.Text
        let marked = place
            .Parts.Select(part => (part.Scalar, Policy: Policy(text, part.Scalar)))
            .FirstOrDefault(part => part.Policy is not null)
        where marked.Policy is not null
        let covering = automations
            .Where(automation => automation.Covers(place.File.Path, marked.Policy.Split(':')[0]))
            .ToArray()
        let running = covering.Where(automation => !automation.IsSuspended).ToArray()
        where running.Length > 0 || covering.Length == 0
        select new ImageWriter(
            Rule,
            running.Length > 0 && running.All(automation => automation.IsProposal)
                ? WriterEffect.Proposes
                : WriterEffect.Undoes,
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

    [GeneratedRegex(
        @"^[\s,}]*#\s*\{\s*""\$imagepolicy""\s*:\s*""(?<policy>[^:""]+:[^:""]+)(:(tag|name|digest))?""\s*\}",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Marker();
}

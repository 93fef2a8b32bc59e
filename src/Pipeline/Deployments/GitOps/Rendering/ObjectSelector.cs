using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>Selects objects, as the <c>target</c> of a patch and the <c>select</c> of a replacement do.</summary>
/// <param name="map">The selector.</param>
/// <param name="isPattern">True where its texts are regular expressions.</param>
internal sealed class ObjectSelector(ManifestMap map, bool isPattern)
{
    private static readonly string[] Selectors = ["labelSelector", "annotationSelector"];

    /// <summary>A selector that is not understood; null where all are.</summary>
    public string? Unknown =>
        Selectors
            .Select(key => KustomizeFields.Text(map, key))
            .FirstOrDefault(text => text is not null && Requirements(text) is null);

    /// <summary>True for an object that it selects, by its present name or the one that it was written with.</summary>
    public bool Selects(KustomizedObject candidate) =>
        Matches("group", candidate.Group)
        && Matches("version", candidate.Version)
        && Matches("kind", candidate.Kind)
        && candidate.Names.Any(name => Matches("name", name.Name))
        && candidate.Names.Any(name => Matches("namespace", name.Namespace))
        && Has("labelSelector", "labels", candidate)
        && Has("annotationSelector", "annotations", candidate);

    private bool Matches(string key, string value)
    {
        if (KustomizeFields.Text(map, key) is not { Length: > 0 } wanted || wanted == value)
            return true;

        try
        {
            return isPattern && Regex.IsMatch(value, $"^(?:{wanted})$");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private bool Has(string selector, string metadata, KustomizedObject candidate) =>
        KustomizeFields.Text(map, selector) is not { } text
        || (Requirements(text) ?? []).All(part =>
            (candidate.Metadata(metadata, part.Key) == part.Value) == part.IsEqual
        );

    // Sets ("in", "notin") and mere keys are not understood.
    private static Requirement[]? Requirements(string text)
    {
        var parts = text.Split(',').Select(part => Requirement().Match(part)).ToArray();
        return parts.All(part => part.Success)
            ?
            [
                .. parts.Select(part => new Requirement(
                    part.Groups["key"].Value,
                    part.Groups["value"].Value,
                    part.Groups["not"].Length == 0
                )),
            ]
            : null;

        static Regex Requirement() =>
            new(
                @"^\s*(?<key>[A-Za-z0-9._/-]+)\s*(?<not>!?)={1,2}\s*(?<value>[A-Za-z0-9._-]*)\s*$",
                RegexOptions.ExplicitCapture
            );
    }

    private sealed record Requirement(string Key, string Value, bool IsEqual);
}

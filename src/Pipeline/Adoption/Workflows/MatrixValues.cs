using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Workflows;

/// <summary>The values that a job's matrix gives to expressions, as far as the workflow writes them out.</summary>
internal static partial class MatrixValues
{
    /// <summary>
    /// A text for each leg of the matrix, its expressions replaced; the text where it has none of them.
    /// </summary>
    public static IEnumerable<string> Expand(ExistingJob job, string text) =>
        Variable().IsMatch(text)
            ? Legs(job)
                .Select(leg =>
                    Variable().Replace(text, found => leg.GetValueOrDefault(found.Groups["name"].Value, found.Value))
                )
                .Distinct()
            : [text];

    private static IEnumerable<Dictionary<string, string>> Legs(ExistingJob job)
    {
        var matrix = (job.Map["strategy"] as ManifestMap)?["matrix"] as ManifestMap;
        var lists = (matrix?.Entries ?? [])
            .Where(entry => entry.Key is { Value: not ("include" or "exclude") } && entry.Value is ManifestList)
            .Select(entry =>
                (
                    entry.Key!.Value,
                    Values: ((ManifestList)entry.Value).Items.Select(item => Flat(entry.Key.Value, item))
                )
            );
        var legs = lists.Aggregate(
            (IEnumerable<Dictionary<string, string>>)[new()],
            (some, list) =>
                some.SelectMany(leg =>
                    list.Values.Select(values => new Dictionary<string, string>([.. leg, .. values]))
                )
        );
        return legs.Concat(
            ((matrix?["include"] as ManifestList)?.Items ?? []).Select(item => new Dictionary<string, string>(
                Flat("", item)
            ))
        );
    }

    // A value may be a map: matrix.service.path.
    private static IEnumerable<KeyValuePair<string, string>> Flat(string name, ManifestNode node) =>
        node switch
        {
            ManifestScalar scalar => [new(name, scalar.Value)],
            ManifestMap map => map
                .Entries.Where(entry => entry.Key is not null)
                .SelectMany(entry =>
                    Flat(name.Length == 0 ? entry.Key!.Value : $"{name}.{entry.Key!.Value}", entry.Value)
                ),
            _ => [],
        };

    [GeneratedRegex(@"\$\{\{\s*matrix\.(?<name>[\w.-]+)\s*\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}

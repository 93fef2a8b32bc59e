using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>
/// Validates objects of Kubernetes' own kinds: unknown, missing and duplicate fields, and values of the wrong type.
/// Custom kinds are not checked.
/// </summary>
internal sealed class FieldRules(ManifestObject manifest)
{
    private const string Rule = "schema";
    private const int MostListed = 8;

    private readonly List<Finding> findings = [];

    /// <summary>The findings in an object.</summary>
    public static IEnumerable<Finding> Check(ManifestObject manifest) => new FieldRules(manifest).Check();

    private List<Finding> Check()
    {
        var (version, kind) = (manifest.ApiVersion, manifest.Kind);
        var where = manifest.Map["apiVersion"] as ManifestScalar;
        if (KubernetesFields.Known.TypeOf(version, kind) is { } type)
            Check(manifest.Map, type, kind, where!);
        else if (KubernetesFields.Known.VersionsOf(kind).ToArray() is { Length: > 0 } versions && IsOwnGroup(version))
            Report(where!, $"{version} does not serve {kind}: write {string.Join(" or ", versions)}");
        return findings;
    }

    // Custom API groups are domain names outside k8s.io.
    private static bool IsOwnGroup(string version) =>
        version.Split('/') is [var group, _]
            ? !group.Contains('.', StringComparison.Ordinal) || group.EndsWith(".k8s.io", StringComparison.Ordinal)
            : true;

    private void Check(ManifestNode value, string type, string place, ManifestScalar where)
    {
        if (
            value is ManifestAlias
            || type == "any"
            || value is ManifestScalar scalar && ScalarClassification.Of(scalar) == ScalarKind.Null
        )
            return;

        where = value as ManifestScalar ?? where;
        if (type.StartsWith("[]", StringComparison.Ordinal))
        {
            if (value is ManifestList list)
                CheckItems(list, type[2..], place, where);
            else
                Report(where, $"{place} must be a list (\"- \" before each item)");
        }
        else if (type.StartsWith("{}", StringComparison.Ordinal) || KubernetesFields.Known.Find(type) is not null)
        {
            if (value is ManifestMap map)
                CheckEntries(map, type, place, where);
            else
                Report(where, $"{place} must be a mapping (\"key: value\" lines)");
        }
        else
            CheckScalar(value as ManifestScalar, type, place, where);
    }

    private void CheckItems(ManifestList list, string type, string place, ManifestScalar where)
    {
        for (var i = 0; i < list.Items.Length; i++)
            Check(list.Items[i], type, $"{place}[{i}]", FirstKey(list.Items[i]) ?? where);
    }

    private void CheckEntries(ManifestMap map, string type, string place, ManifestScalar where)
    {
        var values = type.StartsWith("{}", StringComparison.Ordinal) ? type[2..] : null;
        var known = KubernetesFields.Known.Find(type);
        var met = new HashSet<string>();
        foreach (var (key, value) in map.Entries)
        {
            // Kubernetes has no keys that are not scalars; "<<" merges another mapping, and "$patch" is a patch
            // directive.
            if (key is null || key.Value == "<<" || key.Value.StartsWith('$'))
                continue;
            if (!met.Add(key.Value))
                Report(key, $"\"{key.Value}\" is set twice in {place}: keep one");
            if ((values ?? known!.Fields.GetValueOrDefault(key.Value)) is { } field)
                Check(
                    value,
                    field,
                    known is not null && place == manifest.Kind ? key.Value : $"{place}.{key.Value}",
                    key
                );
            else
                Report(
                    key,
                    $"\"{key.Value}\" is not a field of {place}: {Suggest(key.Value, [.. known!.Fields.Keys])}"
                );
        }

        if (!manifest.IsPatch && !map.All("<<").Any())
            foreach (var name in known?.Required.Where(name => !met.Contains(name)) ?? [])
                Report(where, $"{place} lacks \"{name}\"");
    }

    private void CheckScalar(ManifestScalar? scalar, string type, string place, ManifestScalar where)
    {
        var expected = type switch
        {
            "string" => "a text",
            "integer" => "a whole number",
            "boolean" => "true or false",
            "quantity" => "a quantity, such as 100m or 64Mi",
            "intOrString" => "a whole number or a text",
            _ => "a number",
        };
        if (scalar is null)
        {
            Report(where, $"{place} must be {expected}");
            return;
        }

        var kind = ScalarClassification.Of(scalar);
        var fits = type switch
        {
            "string" => kind == ScalarKind.Text,
            "integer" => kind == ScalarKind.Integer,
            "boolean" => kind == ScalarKind.Boolean,
            "quantity" => kind is ScalarKind.Integer or ScalarKind.Number or ScalarKind.Text,
            "intOrString" => kind is ScalarKind.Integer or ScalarKind.Text,
            _ => kind is ScalarKind.Integer or ScalarKind.Number,
        };
        if (!fits)
            Report(
                scalar,
                type == "string"
                    ? $"{place} must be a text, and {scalar.Value} is {kind.Name()}: put it in quotes"
                    : $"{place} must be {expected}, not {(scalar.Style == YamlDotNet.Core.ScalarStyle.Plain ? scalar.Value : $"the text \"{scalar.Value}\"")}"
            );
    }

    private void Report(ManifestScalar where, string message) =>
        findings.Add(manifest.Finding(Rule, Severity.High, where, message));

    private static ManifestScalar? FirstKey(ManifestNode node) =>
        (node as ManifestMap)?.Entries.Select(entry => entry.Key).FirstOrDefault(key => key is not null);

    private static string Suggest(string word, IReadOnlyCollection<string> known) =>
        known.Count <= MostListed || Spelling.Nearest(word, known) is not null
            ? Spelling.Suggest(word, known)
            : "\"kubectl explain\" lists its fields";
}

using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Values of a Helm chart, in a file of their own or within a resource.</summary>
/// <param name="Root">The values.</param>
/// <param name="Release">The resource's name; empty in a file of their own.</param>
/// <param name="Document">The document that they stand in; that of the text, where a text holds them.</param>
internal sealed record ValuesRoot(ManifestMap Root, string Release, ManifestDocument Document)
{
    /// <summary>Argo CD's parameters, which override them; null for none.</summary>
    public ManifestList? Parameters { get; init; }
}

/// <summary>Finds the values of Helm charts.</summary>
internal static class HelmValues
{
    // Files that look like values, but have another reader.
    private static readonly string[] OtherFiles = ["docker-compose", "compose", "Chart", "skaffold", "kustomization"];

    /// <summary>The values in a document.</summary>
    public static IEnumerable<ValuesRoot> Of(ManifestDocument document, string path, string text)
    {
        if (document.Root is not ManifestMap root)
            return [];

        var name = (root["metadata"] as ManifestMap)?.Text("name") ?? "";
        return root.Text("kind") switch
        {
            "HelmRelease" => Inline(At(root, "spec", "values")),
            "HelmChart" or "HelmChartConfig" => Text(At(root, "spec"), "valuesContent"),
            "Application" => ApplicationImages.Sources(At(root, "spec")).SelectMany(OfSource),
            "ApplicationSet" => ApplicationImages.Sources(At(root, "spec", "template", "spec")).SelectMany(OfSource),
            _ when KustomizeImages.IsKustomization(path) => KustomizeFields
                .Items(root, "helmCharts")
                .OfType<ManifestMap>()
                .SelectMany(chart => Inline(KustomizeFields.Map(chart, "valuesInline"))),
            null => IsFile(root, path) ? [new(root, "", document)] : [],
            _ => [],
        };

        IEnumerable<ValuesRoot> Inline(ManifestMap? values) => values is null ? [] : [new(values, name, document)];

        IEnumerable<ValuesRoot> Text(ManifestMap? holder, string key) =>
            holder?[key] is ManifestScalar scalar && Parsed(scalar, text) is { Root: ManifestMap values } inner
                ? [new(values, name, inner)]
                : [];

        // Argo CD prefers "valuesObject" to "values", and parameters to both.
        IEnumerable<ValuesRoot> OfSource(ManifestMap source)
        {
            var helm = source["helm"] as ManifestMap;
            var values = helm?["valuesObject"] is ManifestMap inline ? Inline(inline) : Text(helm, "values");
            var parameters = helm?["parameters"] as ManifestList;
            return parameters is null
                ? values
                : values
                    .DefaultIfEmpty(new(new([], null), name, document))
                    .Select(each => each with { Parameters = parameters });
        }
    }

    private static bool IsFile(ManifestMap root, string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return root["apiVersion"] is null
            && !$"/{path}".Contains("/.", StringComparison.Ordinal)
            && !PipelineFiles.Is(root, path)
            && !name.StartsWith("docker-compose-", StringComparison.OrdinalIgnoreCase)
            && !OtherFiles.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);
    }

    private static ManifestMap? At(ManifestMap root, params ReadOnlySpan<string> keys)
    {
        ManifestMap? found = root;
        foreach (var key in keys)
            found = found?[key] as ManifestMap;
        return found;
    }

    private static ManifestDocument? Parsed(ManifestScalar scalar, string text)
    {
        try
        {
            return EmbeddedYaml.Parse(scalar, text).FirstOrDefault();
        }
        catch (YamlException)
        {
            return null;
        }
    }
}

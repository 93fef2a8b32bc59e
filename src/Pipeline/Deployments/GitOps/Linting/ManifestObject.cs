using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>An object that a manifest describes.</summary>
/// <param name="File">The file, as findings name it.</param>
/// <param name="Map">The object.</param>
/// <param name="IsPatch">True for a kustomize patch, which states only differences.</param>
internal sealed record ManifestObject(string File, ManifestMap Map, bool IsPatch)
{
    public const string Tool = "manifests";

    public string ApiVersion => Map.Text("apiVersion") ?? "";

    public string Kind => Map.Text("kind") ?? "";

    public string Name => (Map["metadata"] as ManifestMap)?.Text("name") ?? "";

    /// <summary>The line that it begins in.</summary>
    public int Line => Map.Entries.Select(entry => entry.Key?.Line).FirstOrDefault() ?? 0;

    /// <summary>True where rules are known for it: for Kubernetes' own kinds, and for pods in others.</summary>
    public bool IsKnown => KubernetesFields.Known.VersionsOf(Kind).Any() || PodSpec.Of(this) is not null;

    /// <summary>A finding in its file.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="severity">Its severity.</param>
    /// <param name="where">Where it is; null for the object as a whole.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    public Finding Finding(string rule, Severity severity, ManifestScalar? where, string message)
    {
        where ??= Map.Entries.Select(entry => entry.Key).FirstOrDefault();
        return new(Tool, rule, severity, message)
        {
            File = File,
            Line = where?.Line,
            Column = where?.Column,
        };
    }

    /// <summary>
    /// The objects of a document, including those in a list or <c>List</c>; anything that is not a Kubernetes object is
    /// left out.
    /// </summary>
    public static IEnumerable<ManifestObject> Of(string file, ManifestDocument document, bool isPatch) =>
        Of(file, document.Root, isPatch);

    private static IEnumerable<ManifestObject> Of(string file, ManifestNode node, bool isPatch) =>
        node is ManifestList list ? list.Items.OfType<ManifestMap>().SelectMany(item => Of(file, item, isPatch))
        : node is not ManifestMap root || root.Text("kind") is null || root.Text("apiVersion") is null ? []
        : ContainerSearch.Items(root) is { } items
            ? items.Items.OfType<ManifestMap>().Select(item => new ManifestObject(file, item, isPatch))
        : [new(file, root, isPatch)];
}

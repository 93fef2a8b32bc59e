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
    /// The objects of a document, including those in a <c>List</c>; anything that is not a Kubernetes object is left
    /// out.
    /// </summary>
    public static IEnumerable<ManifestObject> Of(string file, ManifestDocument document, bool isPatch) =>
        document.Root is not ManifestMap root || root.Text("kind") is null || root.Text("apiVersion") is null ? []
        : ContainerSearch.Items(root) is { } items
            ? items.Items.OfType<ManifestMap>().Select(item => new ManifestObject(file, item, isPatch))
        : [new(file, root, isPatch)];
}

using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>The name of an object.</summary>
internal sealed record ObjectName(string Name, string Namespace);

/// <summary>An object as kustomize has it so far.</summary>
/// <param name="Map">The object.</param>
/// <param name="Names">Its names, as written and after each change; the last is the present one.</param>
internal sealed record KustomizedObject(ManifestMap Map, ImmutableArray<ObjectName> Names)
{
    /// <summary>The folders of the kustomizations that it came through, the first one first.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    // These have schemas with merge keys; lists of all others are replaced as a whole.
    private static readonly string[] BuiltInGroups = ["", "apps", "batch", "extensions"];

    public string Kind => Map.Text("kind") ?? "";

    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion.Split('/')[0] : "";

    public string Version => ApiVersion[(ApiVersion.LastIndexOf('/') + 1)..];

    public ObjectName Name => Names[^1];

    public bool IsBuiltIn => BuiltInGroups.Contains(Group);

    private string ApiVersion => Map.Text("apiVersion") ?? "";

    /// <summary>An object as it is written.</summary>
    public static KustomizedObject Of(ManifestMap map)
    {
        var metadata = map["metadata"] as ManifestMap;
        return new(map, [new(metadata?.Text("name") ?? "", metadata?.Text("namespace") ?? "")]);
    }

    /// <summary>The object under another name.</summary>
    public KustomizedObject Renamed(Func<ObjectName, ObjectName> rename) =>
        this with
        {
            Names = Names.Add(rename(Name)),
        };

    /// <summary>A label or annotation.</summary>
    public string? Metadata(string kind, string key) =>
        ((Map["metadata"] as ManifestMap)?[kind] as ManifestMap)?.Text(key);
}

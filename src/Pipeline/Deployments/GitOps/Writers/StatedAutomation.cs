using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>An <c>ImageUpdateAutomation</c> of Flux.</summary>
/// <param name="File">The file that states it.</param>
/// <param name="Kind">The place of its kind.</param>
/// <param name="Map">The object.</param>
internal sealed record StatedAutomation(ManifestFile File, ManifestScalar Kind, ManifestMap Map)
{
    private const string Name = "ImageUpdateAutomation";

    /// <summary>True where it writes nothing for now.</summary>
    public bool IsSuspended => Spec?.Text("suspend") == "true";

    /// <summary>True where it writes to a branch of its own.</summary>
    public bool IsProposal =>
        Spec?["git"] is ManifestMap git
        && (git["push"] as ManifestMap)?.Text("branch") is { } pushed
        && pushed != ((git["checkout"] as ManifestMap)?["ref"] as ManifestMap)?.Text("branch");

    private ManifestMap? Spec => Map["spec"] as ManifestMap;

    /// <summary>Those that files state.</summary>
    public static IEnumerable<StatedAutomation> In(IEnumerable<ManifestFile> files) =>
        from file in files
        where file.Content.AsSpan().IndexOf("ImageUpdateAutomation"u8) >= 0
        from document in ParsedFile.Of(file).Documents
        from map in ContainerSearch.Objects(document)
        let kind = map["kind"] as ManifestScalar
        where kind?.Value == Name
        select new StatedAutomation(file, kind, map);

    /// <summary>True where it writes a file, by policies of a namespace: those of its own.</summary>
    public bool Covers(string file, string policies) =>
        RepositoryPath.Resolve("", (Spec?["update"] as ManifestMap)?.Text("path") ?? "") is { } folder
        && RepositoryPath.Contains(folder, file)
        && ((Map["metadata"] as ManifestMap)?.Text("namespace") ?? policies) == policies;
}

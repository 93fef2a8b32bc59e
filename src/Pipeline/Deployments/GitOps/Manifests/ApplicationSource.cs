using System.IO.Enumeration;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A source of an Argo CD application.</summary>
/// <param name="Map">What is stated of it.</param>
/// <param name="Path">The folder that it applies, or a pattern of it; empty for the root, or a chart from elsewhere.</param>
/// <param name="IsExact">False where the path is a pattern, as an ApplicationSet fills it from elsewhere.</param>
internal sealed record ApplicationSource(ManifestMap Map, string Path, bool IsExact)
{
    /// <summary>The address of its repository; null where it states none.</summary>
    public string? Repository => Map.Text("repoURL");

    /// <summary>The line of its path; null where it states none.</summary>
    public int? Line => (Map["path"] as ManifestScalar)?.Line;

    /// <summary>The files of values that a chart is given, as paths within the repository.</summary>
    public IEnumerable<string> ValueFiles =>
        (((Map["helm"] as ManifestMap)?["valueFiles"] as ManifestList)?.Items ?? [])
            .OfType<ManifestScalar>()
            .Select(file =>
                // "$values/FILE" is of another source, from the root of its repository.
                file.Value.StartsWith('$')
                    ? RepositoryPath.Resolve("", file.Value[(file.Value.IndexOf('/', StringComparison.Ordinal) + 1)..])
                    : RepositoryPath.Resolve(Path, file.Value)
            )
            .OfType<string>();

    /// <summary>The folder that it applies; null where it applies none of the repository, or the path is a pattern.</summary>
    public string? Folder => Line is not null && IsExact ? field ??= RepositoryPath.Resolve("", Path) : null;

    /// <summary>True where it applies a folder, or may.</summary>
    public bool IsOf(string folder) =>
        IsExact
            ? Folder == folder
            : Line is not null && FileSystemName.MatchesSimpleExpression(Path, folder, ignoreCase: false);
}

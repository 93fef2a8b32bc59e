using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Workflows;

/// <summary>A workflow of GitHub Actions that stands in a repository.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Map">What it states.</param>
internal sealed record ExistingWorkflow(string Path, ManifestMap Map)
{
    private const string Folder = ".github/workflows";

    /// <summary>Its name, or that of its file.</summary>
    public string Name => Map.Text("name") is { Length: > 0 } name ? name : RepositoryTree.FileName(Path);

    /// <summary>The jobs, in their order.</summary>
    public ImmutableArray<ExistingJob> Jobs =>
        [
            .. ((Map["jobs"] as ManifestMap)?.Entries ?? [])
                .Where(entry => entry.Key is not null && entry.Value is ManifestMap)
                .Select(entry => new ExistingJob(this, entry.Key!, (ManifestMap)entry.Value)),
        ];

    /// <summary>The events that start it.</summary>
    public IEnumerable<ManifestScalar> Triggers =>
        Map["on"] switch
        {
            ManifestScalar one => [one],
            ManifestList list => list.Items.OfType<ManifestScalar>(),
            ManifestMap map => map.Entries.Select(entry => entry.Key).OfType<ManifestScalar>(),
            _ => [],
        };

    /// <summary>The settings of an event; null where it has none.</summary>
    public ManifestMap? Trigger(string name) => (Map["on"] as ManifestMap)?[name] as ManifestMap;

    /// <summary>Those of a repository that a person wrote; one that cannot be read is left out.</summary>
    public static ImmutableArray<ExistingWorkflow> In(RepositoryTree tree) =>
        [
            .. tree.FilesIn(Folder)
                .Where(name =>
                    name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal)
                )
                .Select(name => $"{Folder}/{name}")
                .Where(path => tree.Text(path) is { } text && !IsGenerated(text))
                .Select(path => Of(path, tree.Content(path)!))
                .OfType<ExistingWorkflow>(),
        ];

    /// <summary>Reads one; null where it is no workflow.</summary>
    public static ExistingWorkflow? Of(string path, byte[] content)
    {
        var parsed = ParsedFile.Of(new(path, content));
        return parsed.Documents is [{ Root: ManifestMap map }, ..] && map["jobs"] is ManifestMap
            ? new(path, map)
            : null;
    }

    // The generator's own words, whatever the build's name of the target.
    private static bool IsGenerated(string text) =>
        text.StartsWith("# Written by ", StringComparison.Ordinal)
        && text.Split('\n')[0].Contains(" Workflows, as [", StringComparison.Ordinal);
}

using System.Collections.Concurrent;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>The kustomizations that are applied to an environment, and what they render.</summary>
internal sealed class AppliedKustomizations
{
    private readonly Dictionary<string, ManifestFile> files;
    private readonly KustomizeTree tree;
    private readonly ILookup<string, Reader> readers;
    private readonly ConcurrentDictionary<string, KustomizeRendering> rendered = new();

    private AppliedKustomizations(
        Dictionary<string, ManifestFile> files,
        KustomizeTree tree,
        ILookup<string, Reader> readers
    )
    {
        this.files = files;
        this.tree = tree;
        this.readers = readers;
    }

    /// <summary>Finds them among the files of a repository.</summary>
    /// <param name="all">The files.</param>
    /// <param name="folder">The folder of the environment's manifests.</param>
    /// <param name="environment">The environment's name.</param>
    public static AppliedKustomizations In(IEnumerable<ManifestFile> all, string folder, string environment)
    {
        var byPath = all.ToDictionary(file => file.Path);
        var kustomizations = new KustomizeTree(
            byPath.Values.Where(file => KustomizeImages.IsKustomization(file.Path)).Select(ParsedFile.Of)
        );
        var counted = kustomizations
            .Folders.Where(each =>
                RepositoryPath.Contains(folder, each)
                || RepositoryPath.Contains(each, folder)
                || ServiceNames.InPath(each).Contains(environment)
            )
            .ToArray();
        var inner = counted.SelectMany(each => kustomizations.Included(each).Where(other => other != each)).ToHashSet();
        return new(
            byPath,
            kustomizations,
            counted
                .Where(each => !inner.Contains(each))
                .SelectMany(each =>
                {
                    var changes = kustomizations.ChangesImages(each);
                    return kustomizations.Read(each).Select(path => new Reader(path, each, changes));
                })
                .ToLookup(reader => reader.Path)
        );
    }

    /// <summary>The same kustomizations with other contents of some files.</summary>
    public AppliedKustomizations With(IReadOnlyDictionary<ManifestFile, byte[]> contents)
    {
        var changed = new Dictionary<string, ManifestFile>(files);
        foreach (var (file, content) in contents)
            changed[file.Path] = new(file.Path, content);
        return new(changed, tree, readers);
    }

    /// <summary>
    /// What those render that read one of some files; nothing where these are applied as they are written.
    /// </summary>
    public ImmutableArray<KustomizeRendering> Of(IEnumerable<ManifestFile> read)
    {
        var found = read.SelectMany(file =>
                readers[KustomizeImages.IsKustomization(file.Path) ? RepositoryPath.Folder(file.Path) : file.Path]
            )
            .DistinctBy(reader => reader.Folder)
            .ToArray();
        return found.Any(reader => reader.ChangesImages) ? [.. found.Select(reader => Render(reader.Folder))] : [];
    }

    /// <summary>What the kustomization of a folder renders.</summary>
    public KustomizeRendering Render(string folder) =>
        rendered.GetOrAdd(folder, at => KustomizeBuild.Of(at, files.GetValueOrDefault));

    /// <summary>What the kustomization of a folder reads: folders of kustomizations, and files.</summary>
    public IReadOnlyCollection<string> ReadBy(string folder) => tree.Read(folder);

    /// <summary>The containers that run another image after edits.</summary>
    /// <param name="after">The same kustomizations with the edits.</param>
    /// <param name="edited">The edited files.</param>
    public IEnumerable<ChangedContainer> Changed(AppliedKustomizations after, IEnumerable<ManifestFile> edited) =>
        from rendering in Of(edited)
        from change in rendering.Containers.Zip(after.Render(rendering.Folder).Containers)
        where change.First.Image != change.Second.Image
        select new ChangedContainer(rendering.Folder, change.First, change.Second.Image);

    private sealed record Reader(string Path, string Folder, bool ChangesImages);
}

/// <summary>A container that runs another image after an edit.</summary>
/// <param name="Kustomization">The folder of the kustomization that renders it.</param>
/// <param name="Before">The container as it was.</param>
/// <param name="Image">Its image after the edit.</param>
internal sealed record ChangedContainer(string Kustomization, RenderedContainer Before, string Image)
{
    /// <summary>True where the image at a place of a file had a part in it.</summary>
    public bool IsFrom(ManifestImage image) =>
        Before.Layers.Any(layer =>
            layer.File == image.File
            && (
                layer.Written.Start == image.Start.Start
                || layer.Entry?.Entries.Any(field =>
                    field.Value is ManifestScalar value && value.Start == image.Start.Start
                ) == true
            )
        );
}

using Pipeline.Deployments.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>
/// Evaluates a kustomization as kustomize does, as far as images are concerned: resources, components, patches, images
/// and replacements, in this order at each level.
/// </summary>
internal sealed partial class KustomizeBuild
{
    // Of kustomize's own transformers these change no image.
    private static readonly string[] Harmless =
    [
        "AnnotationsTransformer",
        "HashTransformer",
        "LabelTransformer",
        "NamespaceTransformer",
        "PrefixTransformer",
        "ReplicaCountTransformer",
        "SuffixTransformer",
    ];

    // These add objects, or may name files elsewhere.
    private static readonly string[] Unrendered = ["helmCharts", "generators", "openapi", "crds", "configurations"];

    private readonly Func<string, ManifestFile?> find;
    private readonly Provenance provenance = new();
    private readonly HashSet<string> open = [];
    private readonly ImmutableArray<string>.Builder doubts = ImmutableArray.CreateBuilder<string>();
    private bool isWhole = true;

    private KustomizeBuild(Func<string, ManifestFile?> find) => this.find = find;

    /// <summary>What kustomize makes of a folder.</summary>
    /// <param name="folder">The folder of a kustomization.</param>
    /// <param name="find">The file of a path; null where there is none.</param>
    public static KustomizeRendering Of(string folder, Func<string, ManifestFile?> find)
    {
        var build = new KustomizeBuild(find);
        var objects = build.Build(folder, []);
        return new(
            folder,
            [.. objects.SelectMany(build.Containers)],
            build.doubts.Distinct().ToImmutableArray(),
            build.isWhole
        );
    }

    private IEnumerable<RenderedContainer> Containers(KustomizedObject target) =>
        ContainerLists
            .Of(target.Map)
            .Select(container => new RenderedContainer(
                container.KeyIn(target),
                container.Image!.Value,
                [.. provenance.LayersOf(container.Image)]
            )
            {
                Workload = target.Names[0].Name,
                Folders = target.Folders,
                HasMerge = MergeKeys.In(container.Map),
            });

    private ImmutableArray<KustomizedObject> Build(string folder, ImmutableArray<KustomizedObject> objects)
    {
        if (Kustomization(folder) is not var (file, root) || !open.Add(folder))
            return objects;

        foreach (var resource in Paths(root, "resources").Concat(Paths(root, "bases")))
            objects = objects.AddRange(Resource(folder, resource, file));
        foreach (var component in Paths(root, "components"))
            if (Resolve(folder, component) is { } inner && Kustomization(inner) is not null)
                objects = Build(inner, objects);
            else
                Doubt(file, component, $"{component.Value} is not in the repository, and may change images");
        if (Unrendered.Any(field => KustomizeFields.Of(root, field) is not null))
            isWhole = false;

        open.Remove(folder);
        return
        [
            .. Transform(folder, file, root, objects).Select(each => each with { Folders = each.Folders.Add(folder) }),
        ];
    }

    private ImmutableArray<KustomizedObject> Resource(string folder, ManifestScalar resource, ManifestFile file)
    {
        if (Resolve(folder, resource) is not { } path)
            return Unknown();
        if (Kustomization(path) is not null)
            return Build(path, []);
        if (find(path) is not { } found || Documents(found, null) is not { } documents)
            return Unknown();

        return
        [
            .. documents
                .Select(document => document.Root)
                .OfType<ManifestMap>()
                .SelectMany(root =>
                    ContainerSearch.Items(root) is { } items ? items.Items.OfType<ManifestMap>() : [root]
                )
                .Select(KustomizedObject.Of),
        ];

        ImmutableArray<KustomizedObject> Unknown()
        {
            isWhole = false;
            return [];
        }
    }

    // The order is kustomize's own.
    private ImmutableArray<KustomizedObject> Transform(
        string folder,
        ManifestFile file,
        ManifestMap root,
        ImmutableArray<KustomizedObject> objects
    )
    {
        foreach (var item in KustomizeFields.Items(root, "patchesStrategicMerge"))
            if (item is ManifestScalar scalar)
                objects = Patch(folder, file, scalar, IsText(scalar), null, objects);
        foreach (var item in KustomizeFields.Items(root, "patches").OfType<ManifestMap>())
            objects = Patch(folder, file, item, objects);

        objects = MetadataChanges.Apply(root, objects);
        foreach (var item in KustomizeFields.Items(root, "patchesJson6902").OfType<ManifestMap>())
            objects = Patch(folder, file, item, objects);

        var images = new ImageReplacements(file, root, provenance);
        objects = [.. objects.Select(images.Apply)];
        foreach (var item in KustomizeFields.Items(root, "replacements").OfType<ManifestMap>())
            objects = Replace(folder, file, item, objects);
        foreach (var item in KustomizeFields.Items(root, "transformers").OfType<ManifestScalar>())
            Transformer(folder, file, item);
        return objects;
    }

    private ImmutableArray<KustomizedObject> Replace(
        string folder,
        ManifestFile file,
        ManifestMap item,
        ImmutableArray<KustomizedObject> objects
    )
    {
        var path = KustomizeFields.Of(item, "path")?.Value as ManifestScalar;
        var source =
            path is null ? file
            : Resolve(folder, path) is { } resolved ? find(resolved)
            : null;
        var maps =
            path is null ? [item]
            : source is null ? null
            : InFile(source);
        if (maps is null)
        {
            Doubt(file, path!, "its replacements cannot be read, and may change images");
            return objects;
        }

        foreach (var map in maps)
            if (new Replacement(map, source!, provenance).Apply(objects) is { } replaced)
                objects = replaced;
            else if (map.Entries is [({ } key, _), ..])
                Doubt(source!, key, "its replacement is not understood, and may change images");
        return objects;
    }

    private ManifestMap[]? InFile(ManifestFile file) =>
        Documents(file, null) is { } documents
            ?
            [
                .. documents
                    .Select(document => document.Root)
                    .SelectMany(root => root is ManifestList list ? list.Items : [root])
                    .OfType<ManifestMap>(),
            ]
            : null;

    private void Transformer(string folder, ManifestFile file, ManifestScalar item)
    {
        var source = Resolve(folder, item) is { } path ? find(path) : null;
        var documents = source is null ? null : Documents(source, null);
        if (
            documents is null
            || documents.Value.Any(document =>
                document.Root is ManifestMap map && !Harmless.Contains(map.Text("kind"), StringComparer.Ordinal)
            )
        )
            Doubt(file, item, "its transformer may change images");
    }

    private (ManifestFile File, ManifestMap Root)? Kustomization(string folder) =>
        KustomizeImages
            .FileNames.Select(name => find(folder.Length == 0 ? name : $"{folder}/{name}"))
            .OfType<ManifestFile>()
            .FirstOrDefault()
            is { } file
        && Documents(file, null) is [{ Root: ManifestMap root }, ..]
            ? (file, root)
            : null;

    // Null where a file or text cannot be read.
    private ImmutableArray<ManifestDocument>? Documents(ManifestFile file, ManifestScalar? host)
    {
        try
        {
            var documents = host is null ? file.Tree : EmbeddedYaml.Parse(host, file.Text);
            foreach (var document in documents)
                provenance.Read(document.Root, file);
            return documents;
        }
        catch (Exception unread) when (unread is ManifestException or YamlException)
        {
            return null;
        }
    }

    private void Doubt(ManifestFile file, ManifestScalar at, string reason) =>
        doubts.Add($"{file.Path}:{at.Line}:{at.Column}: {reason}");

    private static IEnumerable<ManifestScalar> Paths(ManifestMap root, string key) =>
        KustomizeFields.Items(root, key).OfType<ManifestScalar>();

    private static string? Resolve(string folder, ManifestScalar path) =>
        path.Value.Contains("://", StringComparison.Ordinal) ? null : RepositoryPath.Resolve(folder, path.Value);
}

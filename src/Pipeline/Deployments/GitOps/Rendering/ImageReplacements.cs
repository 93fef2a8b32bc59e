using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>
/// The <c>images</c> of a kustomization: each entry replaces the images of its name, one after another.
/// </summary>
internal sealed class ImageReplacements
{
    private readonly ManifestFile file;
    private readonly Provenance provenance;
    private readonly ImmutableArray<Entry> entries;

    public ImageReplacements(ManifestFile file, ManifestMap kustomization, Provenance provenance)
    {
        this.file = file;
        this.provenance = provenance;
        entries =
        [
            .. KustomizeFields
                .Items(kustomization, "images")
                .OfType<ManifestMap>()
                .Where(entry => KustomizeFields.Text(entry, "name") is { Length: > 0 })
                .Select(entry => new Entry(entry, Pattern(KustomizeFields.Text(entry, "name")!))),
        ];
    }

    /// <summary>The object with its images replaced; kustomize looks for containers at any depth.</summary>
    public KustomizedObject Apply(KustomizedObject target) =>
        entries.IsEmpty || target.Kind == "CustomResourceDefinition"
            ? target
            : target with
            {
                Map = (ManifestMap)Below(target.Map),
            };

    private ManifestNode Below(ManifestNode node) =>
        node switch
        {
            ManifestMap map => map with
            {
                Entries =
                [
                    .. map.Entries.Select(entry =>
                        (
                            entry.Key,
                            entry is { Key.Value: "containers" or "initContainers", Value: ManifestList list }
                                ? list with
                                {
                                    Items = [.. list.Items.Select(Container)],
                                }
                                : Below(entry.Value)
                        )
                    ),
                ],
            },
            ManifestList list when list.Items.Any(item => item is not ManifestScalar) => list with
            {
                Items = [.. list.Items.Select(Below)],
            },
            _ => node,
        };

    private ManifestNode Container(ManifestNode node) =>
        node is ManifestMap map && map["image"] is ManifestScalar { IsNull: false } image
            ? map.With("image", entries.Aggregate(image, Replace))
            : node;

    private ManifestScalar Replace(ManifestScalar image, Entry entry)
    {
        if (!entry.Pattern.IsMatch(image.Value))
            return image;

        var old = ImageReference.Parse(image.Value);
        var (tag, digest) = (Text(entry, "newTag"), Text(entry, "digest"));
        var value =
            (Text(entry, "newName") ?? old.Name)
            + (tag ?? (digest is null ? old.Tag + Text(entry, "tagSuffix") : null)) switch
            {
                { Length: > 0 } text => $":{text}",
                _ => "",
            }
            + (digest ?? (tag is null && Text(entry, "tagSuffix") is null ? old.Digest : null)) switch
            {
                { } text => $"@{text}",
                _ => "",
            };
        var written = entry.Map.Entries.Select(field => field.Key).OfType<ManifestScalar>().First();
        return provenance.Made(value, image, new(file, written) { Entry = entry.Map });
    }

    private static string? Text(Entry entry, string key) =>
        KustomizeFields.Text(entry.Map, key) is { Length: > 0 } text ? text : null;

    // kustomize takes the name for a pattern, too.
    private static Regex Pattern(string name)
    {
        const string Rest = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?\\z";
        try
        {
            return new($"^{name}{Rest}", RegexOptions.ExplicitCapture);
        }
        catch (ArgumentException)
        {
            return new($"^{Regex.Escape(name)}{Rest}", RegexOptions.ExplicitCapture);
        }
    }

    private sealed record Entry(ManifestMap Map, Regex Pattern);
}

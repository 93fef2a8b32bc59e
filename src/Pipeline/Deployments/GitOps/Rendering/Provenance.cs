using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>Where a value of a rendered object was written.</summary>
/// <param name="File">The file.</param>
/// <param name="Written">The scalar in it.</param>
internal sealed record Origin(ManifestFile File, ManifestScalar Written)
{
    /// <summary>The value that it replaced; null where it is the first.</summary>
    public ManifestScalar? Before { get; init; }

    /// <summary>
    /// The entry of kustomize's <c>images</c> that set a part of it; null where it is written as a whole.
    /// </summary>
    public ManifestMap? Entry { get; init; }

    /// <summary>Why what was written cannot be edited, though it decides; null where it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>File, line and column.</summary>
    public string Place => $"{File.Path}:{Written.Line}:{Written.Column}";
}

/// <summary>The origins of values, by the very scalar.</summary>
internal sealed class Provenance
{
    private readonly Dictionary<ManifestScalar, Origin> origins = new(ReferenceEqualityComparer.Instance);

    /// <summary>The origin of a value.</summary>
    public Origin Of(ManifestScalar value) => origins[value];

    /// <summary>The origins of a value and of those that it replaced, the last first.</summary>
    public IEnumerable<Origin> LayersOf(ManifestScalar value)
    {
        for (var next = value; next is not null; next = origins[next].Before)
            yield return origins[next];
    }

    /// <summary>Notes the file of all scalars below a node.</summary>
    public void Read(ManifestNode node, ManifestFile file)
    {
        switch (node)
        {
            case ManifestScalar scalar:
                origins.TryAdd(scalar, new(file, scalar));
                break;
            case ManifestList list:
                foreach (var item in list.Items)
                    Read(item, file);
                break;
            case ManifestMap map:
                foreach (var (_, value) in map.Entries)
                    Read(value, file);
                break;
        }
    }

    /// <summary>A written value, which replaces another.</summary>
    public ManifestScalar Over(ManifestScalar written, ManifestScalar? before) =>
        // A patch may be applied to several objects.
        Note(written with { }, origins[written] with { Before = before });

    /// <summary>A value that kustomize makes of another.</summary>
    public ManifestScalar Made(string value, ManifestScalar before, Origin origin) =>
        Note(origin.Written with { Value = value }, origin with { Before = before });

    private ManifestScalar Note(ManifestScalar value, Origin origin)
    {
        origins[value] = origin;
        return value;
    }
}

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// The parts of an image that the keys of a mapping state, in kustomize's <c>images</c> and in Helm values.
/// </summary>
internal static class ImageFields
{
    private static readonly (string Key, ImagePartKind Kind)[] Keys =
    [
        ("registry", ImagePartKind.Registry),
        ("repository", ImagePartKind.Repository),
        ("newName", ImagePartKind.Repository),
        ("tag", ImagePartKind.Tag),
        ("newTag", ImagePartKind.Tag),
        ("digest", ImagePartKind.Digest),
    ];

    /// <summary>The meaning of a key; kustomize reads keys in any case, Helm does not.</summary>
    public static ImagePartKind? KindOf(string key, StringComparison comparison = StringComparison.Ordinal) =>
        Keys.Where(known => known.Key.Equals(key, comparison))
            .Select(known => (ImagePartKind?)known.Kind)
            .FirstOrDefault();

    /// <summary>The parts, or the obstacle to changing one of them.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="obstacleOf">The obstacle to changing a value; null for none.</param>
    /// <param name="comparison">How keys are compared.</param>
    public static (ImmutableArray<ImagePart> Parts, string? Obstacle) Read(
        ManifestMap map,
        Func<ManifestNode, string?> obstacleOf,
        StringComparison comparison = StringComparison.Ordinal
    )
    {
        var stated = map
            .Entries.Where(entry => entry.Key is not null)
            .Select(entry => (entry.Key!.Value, Kind: KindOf(entry.Key.Value, comparison), Node: entry.Value))
            .Where(field => field.Kind is not null)
            .ToArray();
        // A key without a value leaves the part to a default.
        var fields = stated.Where(field => field.Node is not ManifestScalar { IsNull: true }).ToArray();
        var twice = fields.GroupBy(field => field.Kind).FirstOrDefault(group => group.Count() > 1);
        var merged = MergeKeys
            .Fields(map)
            .FirstOrDefault(field =>
                field.MergedBy is not null
                && (KindOf(field.Key.Value, comparison) ?? (IsName(field) ? ImagePartKind.Repository : null))
                    is not null
            );
        var obstacle =
            merged is not null
                ? $"\"{merged.Key.Value}\" comes from the merge key << in line {merged.MergedBy!.Line}, which overrides what "
                    + "stands before it: write it out, and take it out of what is merged"
            : twice is not null ? $"it has both \"{twice.First().Value}\" and \"{twice.Last().Value}\": remove one"
            : fields.All(field => field.Kind is ImagePartKind.Registry or ImagePartKind.Repository)
                ? stated.FirstOrDefault(field => field.Kind is ImagePartKind.Tag or ImagePartKind.Digest)
                        is { Value: { } empty }
                        ? $"\"{empty}\" has no value: write one, if only \"\""
                    : "it states neither a tag nor a digest: add one"
            : fields
                .Select(field => (field.Value, Obstacle: obstacleOf(field.Node)))
                .Where(field => field.Obstacle is not null)
                .Select(field => $"\"{field.Value}\": {field.Obstacle}")
                .FirstOrDefault();
        return obstacle is null
            ? ([.. fields.Select(field => new ImagePart(field.Kind!.Value, (ManifestScalar)field.Node))], null)
            : ([], obstacle);

        bool IsName(ManifestField field) =>
            comparison != StringComparison.Ordinal && field.Key.Value.Equals("name", comparison);
    }
}

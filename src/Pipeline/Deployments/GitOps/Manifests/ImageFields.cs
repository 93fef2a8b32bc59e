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

    /// <summary>The meaning of a key.</summary>
    public static ImagePartKind? KindOf(string key) =>
        Keys.Where(known => known.Key == key).Select(known => (ImagePartKind?)known.Kind).FirstOrDefault();

    /// <summary>The parts, or the obstacle to changing one of them.</summary>
    public static (ImmutableArray<ImagePart> Parts, string? Obstacle) Read(
        ManifestMap map,
        string text,
        bool isRepeated
    )
    {
        var fields = map
            .Entries.Where(entry => entry.Key is not null)
            .Select(entry => (entry.Key!.Value, Kind: KindOf(entry.Key.Value), Node: entry.Value))
            // A key without a value leaves the part to a default.
            .Where(field => field.Kind is not null && field.Node is not ManifestScalar { IsNull: true })
            .ToArray();
        var twice = fields.GroupBy(field => field.Kind).FirstOrDefault(group => group.Count() > 1);
        var obstacle =
            twice is not null ? $"it has both \"{twice.First().Value}\" and \"{twice.Last().Value}\": remove one"
            : fields.All(field => field.Kind is ImagePartKind.Registry or ImagePartKind.Repository)
                ? "it states neither a tag nor a digest: add one"
            : fields
                .Select(field => (field.Value, Obstacle: ImageScalar.Obstacle(field.Node, text, isRepeated)))
                .Where(field => field.Obstacle is not null)
                .Select(field => $"\"{field.Value}\": {field.Obstacle}")
                .FirstOrDefault();
        return obstacle is null
            ? ([.. fields.Select(field => new ImagePart(field.Kind!.Value, (ManifestScalar)field.Node))], null)
            : ([], obstacle);
    }
}

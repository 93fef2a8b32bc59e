namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Images in the parameters of an Argo CD application: <c>{name: image.tag, value: …}</c>.</summary>
internal static class HelmParameters
{
    /// <summary>The images that parameters state, each by the path of keys that they set.</summary>
    public static IEnumerable<ParameterImage> Of(ValuesRoot values, ManifestFile file, string text) =>
        (values.Parameters?.Items ?? [])
            .OfType<ManifestMap>()
            .Select(map => (Name: map.Text("name"), Value: map["value"] as ManifestScalar))
            .Where(parameter => parameter is { Name: not null, Value: not null })
            .Select(parameter => (Path: Split(parameter.Name!), Value: parameter.Value!))
            .Where(parameter => parameter.Path.Kind is not null)
            .GroupBy(parameter => parameter.Path.Above)
            .Select(group => new ParameterImage(
                file,
                group.Key,
                values.Release,
                [.. group.Select(parameter => new ImagePart(parameter.Path.Kind!.Value, parameter.Value))],
                group
                    .Select(parameter => ImageScalar.Obstacle(parameter.Value, text, isRepeated: false))
                    .FirstOrDefault(obstacle => obstacle is not null)
            ));

    private static (string Above, ImagePartKind? Kind) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return name[(dot + 1)..] == "image" ? (name, ImagePartKind.Reference)
            : dot < 0 ? (name, null)
            : (name[..dot], ImageFields.KindOf(name[(dot + 1)..]));
    }
}

/// <summary>An image that parameters state.</summary>
/// <param name="File">The file.</param>
/// <param name="Container">The path of keys.</param>
/// <param name="Release">The application's name.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Obstacle">Why they cannot be changed; null where they can.</param>
internal sealed record ParameterImage(
    ManifestFile File,
    string Container,
    string Release,
    ImmutableArray<ImagePart> Parts,
    string? Obstacle
)
{
    /// <summary>The image, with the parts that only values state.</summary>
    public ManifestImage Over(ManifestImage? values) =>
        new()
        {
            File = File,
            Kind = HelmImages.Kind,
            Workload = Container.Split('.') is [.., var above, _] ? above : Release,
            Container = Container,
            Parts = Obstacle is not null
                ? []
                : [.. Parts, .. (values?.Parts ?? []).Where(part => !Parts.Any(own => own.Kind == part.Kind))],
            Start = Parts[0].Scalar,
            Obstacle = Obstacle ?? values?.Obstacle,
        };
}

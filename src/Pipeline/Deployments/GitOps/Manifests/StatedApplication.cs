using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>An application of Argo CD that a manifest states, or one of those of an ApplicationSet.</summary>
internal sealed partial record StatedApplication
{
    private static readonly ImmutableDictionary<string, string> Nothing = ImmutableDictionary<string, string>.Empty;

    /// <summary>Its name, or a pattern of it.</summary>
    public required string Name { get; init; }

    /// <summary>False where the name is a pattern, as an ApplicationSet fills it from elsewhere.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The namespace of the object itself; null where it is not stated.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its labels, as far as they are known.</summary>
    public required ImmutableDictionary<string, string> Labels { get; init; }

    /// <summary>Its annotations; null for none.</summary>
    public ManifestMap? Annotations { get; init; }

    /// <summary>Its sources.</summary>
    public required ImmutableArray<ApplicationSource> Sources { get; init; }

    /// <summary>The cluster and the namespace that it applies them to, as far as they are stated.</summary>
    public ImmutableArray<string> Target { get; init; } = [];

    /// <summary>Where it is stated.</summary>
    public required ManifestFile File { get; init; }

    /// <summary>The object, or the ApplicationSet.</summary>
    public required ManifestMap Map { get; init; }

    private ImmutableDictionary<string, string> Parameters { get; init; } = Nothing;

    /// <summary>The text of an annotation, with what an ApplicationSet fills in; null where there is none.</summary>
    public string? Annotation(string name) =>
        Annotations?.Text(name) is { } text ? GeneratedParameters.Fill(text, Parameters) ?? text : null;

    /// <summary>The applications that files state.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folders">The folders of the repository, of which ApplicationSets may make applications.</param>
    public static IEnumerable<StatedApplication> In(
        IEnumerable<ManifestFile> files,
        IReadOnlyCollection<string> folders
    ) =>
        from file in files
        where file.Content.AsSpan().IndexOf("argoproj.io"u8) >= 0
        from document in ParsedFile.Of(file).Documents
        from map in ContainerSearch.Objects(document)
        from application in Of(map, file, folders)
        select application;

    /// <summary>True where its name is, or may be, a given one.</summary>
    public bool IsNamed(string name) =>
        IsExact ? Name == name : FileSystemName.MatchesSimpleExpression(Name, name, ignoreCase: false);

    /// <summary>True where it states an image itself.</summary>
    public bool States(ManifestImage image) =>
        image.File == File && Contains(Map, image.Start.Host?.Start ?? image.Start.Start);

    private static bool Contains(ManifestNode node, int start) =>
        node switch
        {
            ManifestScalar scalar => scalar.Start == start,
            ManifestMap map => map.Entries.Any(entry => entry.Key?.Start == start || Contains(entry.Value, start)),
            ManifestList list => list.Items.Any(item => Contains(item, start)),
            _ => false,
        };

    private static IEnumerable<StatedApplication> Of(
        ManifestMap map,
        ManifestFile file,
        IReadOnlyCollection<string> folders
    )
    {
        var spec = map["spec"] as ManifestMap;
        if (map.Text("kind") == "Application")
            return [Of(map, map, Nothing, file)];
        if (map.Text("kind") != "ApplicationSet" || spec?["template"] is not ManifestMap template)
            return [];

        return GeneratedParameters
            .Of(spec["generators"], folders)
            .DefaultIfEmpty(Nothing)
            .Select(parameters => Of(map, template, parameters, file));
    }

    private static StatedApplication Of(
        ManifestMap map,
        ManifestMap stated,
        ImmutableDictionary<string, string> parameters,
        ManifestFile file
    )
    {
        var (metadata, spec) = (stated["metadata"] as ManifestMap, stated["spec"] as ManifestMap);
        var destination = spec?["destination"] as ManifestMap;
        var name = metadata?.Text("name") ?? "";
        var filled = GeneratedParameters.Fill(name, parameters);
        return new()
        {
            Name = filled ?? Pattern(name),
            IsExact = filled is not null,
            Namespace = metadata?.Text("namespace") ?? (map["metadata"] as ManifestMap)?.Text("namespace"),
            Labels = Texts(metadata?["labels"] as ManifestMap, parameters),
            Annotations = metadata?["annotations"] as ManifestMap,
            Sources = [.. ApplicationImages.Sources(spec).Select(source => Source(source, parameters))],
            Target =
            [
                .. new[] { destination?.Text("name"), destination?.Text("namespace") }
                    .OfType<string>()
                    .Select(text => GeneratedParameters.Fill(text, parameters))
                    .OfType<string>(),
            ],
            Parameters = parameters,
            File = file,
            Map = map,
        };
    }

    private static ApplicationSource Source(ManifestMap source, ImmutableDictionary<string, string> parameters)
    {
        var path = source.Text("path") ?? "";
        var filled = GeneratedParameters.Fill(path, parameters);
        return new(source, filled ?? Pattern(path), filled is not null);
    }

    private static ImmutableDictionary<string, string> Texts(
        ManifestMap? map,
        ImmutableDictionary<string, string> parameters
    ) =>
        (map?.Entries ?? [])
            .Select(entry => (Key: entry.Key?.Value, Value: (entry.Value as ManifestScalar)?.Value))
            .Where(entry => entry is { Key: not null, Value: not null })
            .Select(entry => (Key: entry.Key!, Value: GeneratedParameters.Fill(entry.Value!, parameters)))
            .Where(entry => entry.Value is not null)
            .GroupBy(entry => entry.Key)
            .ToImmutableDictionary(entries => entries.Key, entries => entries.Last().Value!);

    private static string Pattern(string template) => Placeholder().Replace(template, "*");

    [GeneratedRegex(@"\{\{.*?\}\}")]
    private static partial Regex Placeholder();
}

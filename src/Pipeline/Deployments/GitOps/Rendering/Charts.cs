using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>
/// The Helm charts among the files of a repository, and the images that their templates put together.
/// </summary>
internal sealed partial class Charts
{
    private const string ChartFile = "Chart.yaml";

    private const string ValuesFile = "values.yaml";

    private readonly Dictionary<string, ManifestFile> files;
    private readonly string environment;

    private readonly string[] folders;

    private Charts(Dictionary<string, ManifestFile> files, string environment)
    {
        (this.files, this.environment) = (files, environment);
        folders =
        [
            .. files
                .Keys.Where(path => path == ChartFile || path.EndsWith($"/{ChartFile}", StringComparison.Ordinal))
                .Select(RepositoryPath.Folder),
        ];
    }

    /// <summary>Finds them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="environment">The environment's name, which a chart's further values may bear.</param>
    public static Charts In(IEnumerable<ManifestFile> files, string environment) =>
        new(files.ToDictionary(file => file.Path), environment);

    /// <summary>The same charts with other contents of some files.</summary>
    public Charts With(IReadOnlyDictionary<ManifestFile, byte[]> contents)
    {
        var changed = new Dictionary<string, ManifestFile>(files);
        foreach (var (file, content) in contents)
            changed[file.Path] = new(file.Path, content);
        return new(changed, environment);
    }

    /// <summary>True where there are none.</summary>
    public bool IsEmpty => folders.Length == 0;

    /// <summary>
    /// The folder of the chart that an image in values belongs to: the one around it, else the only one whose templates
    /// render it; null where that is none.
    /// </summary>
    public string? Of(ManifestImage image) =>
        IsResource(image.File) ? null
        : folders.Where(folder => RepositoryPath.Contains(folder, image.File.Path)).MaxBy(folder => folder.Length)
            is { } around
            ? around
        : folders.Where(folder => Renders(folder, image)).ToArray() is [var only] ? only
        : null;

    /// <summary>The values that are given for those of a chart: the environment's, where it has some.</summary>
    public string GivenFor(string chart, ManifestFile values) =>
        values.Path != RepositoryPath.Combine(chart, ValuesFile)
            ? values.Path
            : files
                .Keys.Order(StringComparer.Ordinal)
                .FirstOrDefault(path =>
                    RepositoryPath.Folder(path) == chart
                    && ServiceNames.InPath(path[(chart.Length == 0 ? 0 : chart.Length + 1)..]).Contains(environment)
                )
                ?? values.Path;

    /// <summary>The images that a chart's templates state with a file of values, in the templates' order.</summary>
    public ImmutableArray<ChartImage> Images(string chart, string values)
    {
        var all = Over(new([], null), Values(RepositoryPath.Combine(chart, ValuesFile)));
        if (files.ContainsKey(values))
            all = Over(all, Values(values));
        var about = Values(RepositoryPath.Combine(chart, ChartFile));
        var templates = files
            .Values.Where(file => RepositoryPath.Contains(RepositoryPath.Combine(chart, "templates"), file.Path))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToArray();
        var definitions = templates
            .SelectMany(file => Definition().Matches(file.Text))
            .DistinctBy(match => match.Groups["name"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value.Trim());
        return
        [
            .. templates.SelectMany(file =>
                ImageLine()
                    .Matches(file.Text)
                    .Select(match => new ChartImage(
                        $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1}",
                        match.Groups["text"].Success
                            ? ChartTemplate.Render(
                                Unquoted(match.Groups["text"].Value),
                                all,
                                about,
                                definitions.GetValueOrDefault
                            )
                            : null
                    ))
            ),
        ];
    }

    /// <summary>The registry that a chart's templates put before the repository in its values; null for none.</summary>
    public string? RegistryBefore(string chart, ManifestImage image)
    {
        if (image.Parts.FirstOrDefault(part => part.Kind == ImagePartKind.Repository) is not { } repository)
            return null;

        const string Probe = "probe.example/probe";
        var content = new FileEdit(image.File, [new(repository.Scalar, Probe)]).Apply();
        var before = With(new Dictionary<ManifestFile, byte[]> { [image.File] = content })
            .Images(chart, GivenFor(chart, image.File))
            .Select(rendered =>
                rendered.Image?.IndexOf(Probe, StringComparison.Ordinal) is > 1 and var at
                    ? rendered.Image[..(at - 1)]
                    : null
            )
            .Where(registry => registry is not null)
            .Distinct()
            .ToArray();
        return before is [var only] ? only : null;
    }

    /// <summary>True where templates of other charts may use the values, too.</summary>
    public bool HasCharts(string chart) =>
        files.Keys.Any(path => RepositoryPath.Contains(RepositoryPath.Combine(chart, "charts"), path));

    private bool Renders(string chart, ManifestImage image) =>
        image.Reference.Repository is { Length: > 0 } repository
        && Images(chart, image.File.Path)
            .Any(rendered =>
                rendered.Image is { } whole
                && $"/{ImageReference.Parse(whole).Name}".EndsWith($"/{repository}", StringComparison.Ordinal)
            );

    // Values within a resource, such as an application's, are of a chart that stands elsewhere.
    private static bool IsResource(ManifestFile file)
    {
        try
        {
            return KustomizeImages.IsKustomization(file.Path)
                || file.Tree.Any(document => document.Root is ManifestMap root && root["apiVersion"] is not null);
        }
        catch (ManifestException)
        {
            return false;
        }
    }

    private ManifestMap Values(string path)
    {
        try
        {
            return files.GetValueOrDefault(path)?.Tree is [{ Root: ManifestMap root }, ..] ? root : new([], null);
        }
        catch (ManifestException)
        {
            return new([], null);
        }
    }

    private static ManifestMap Over(ManifestMap values, ManifestMap own) =>
        MergeKeys
            .Fields(own)
            .Aggregate(
                values with
                {
                    Entries = [.. MergeKeys.Fields(values).Select(field => ((ManifestScalar?)field.Key, field.Value))],
                },
                (all, field) =>
                    all.With(
                        field.Key.Value,
                        MergeKeys.Value(all, field.Key.Value) is ManifestMap below
                        && MergeKeys.Meant(field.Value) is ManifestMap above
                            ? Over(below, above)
                            : field.Value
                    )
            );

    private static string Unquoted(string text) =>
        text.Trim() is ['"' or '\'', .., '"' or '\''] quoted ? quoted[1..^1] : text.Trim();

    // Within braces, where it ends is not told.
    [GeneratedRegex(
        @"^[ \t]*(-[ \t]+)?image:[ \t]*(?<text>[^\s#][^\r\n]*)$|[{,][ \t]*image:",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ImageLine();

    [GeneratedRegex(
        """\{\{-?\s*define\s+"(?<name>[^"]+)"\s*-?\}\}(?<text>((?!\{\{-?\s*define\s).)*?)\{\{-?\s*end\s*-?\}\}\s*(?=\z|\{\{-?\s*(define|/\*))""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Definition();
}

/// <summary>An image that a template states.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Image">The image; null where it is not known.</param>
internal sealed record ChartImage(string Place, string? Image)
{
    /// <summary>The template's file.</summary>
    public string Template => Place[..Place.LastIndexOf(':')];
}

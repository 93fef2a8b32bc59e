using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// What generators of an ApplicationSet fill its template with, as far as the repository states it: lists, folders, and
/// a matrix of the two. Clusters and pull requests are known to Argo CD alone.
/// </summary>
internal static partial class GeneratedParameters
{
    /// <summary>The parameters of each application.</summary>
    /// <param name="generators">The generators.</param>
    /// <param name="folders">The folders of the repository.</param>
    public static IEnumerable<ImmutableDictionary<string, string>> Of(
        ManifestNode? generators,
        IReadOnlyCollection<string> folders
    ) => Maps(generators).SelectMany(generator => Of(generator, folders));

    /// <summary>A text with its parameters in place; null where one is not known.</summary>
    public static string? Fill(string template, ImmutableDictionary<string, string> parameters)
    {
        var isWhole = true;
        var filled = Parameter()
            .Replace(
                template,
                match =>
                {
                    isWhole &= parameters.TryGetValue(match.Groups["name"].Value, out var value);
                    return value ?? "";
                }
            );
        return isWhole && !filled.Contains("{{", StringComparison.Ordinal) ? filled : null;
    }

    private static IEnumerable<ImmutableDictionary<string, string>> Of(
        ManifestMap generator,
        IReadOnlyCollection<string> folders
    ) =>
        generator["list"] is ManifestMap list ? Maps(list["elements"]).Select(Element)
        : generator["git"] is ManifestMap git ? Folders(git["directories"], folders)
        : generator["matrix"] is ManifestMap matrix
            ? Maps(matrix["generators"])
                .Select(inner => Of(inner, folders).ToArray())
                .Aggregate(
                    (IEnumerable<ImmutableDictionary<string, string>>)[ImmutableDictionary<string, string>.Empty],
                    (all, inner) => all.SelectMany(one => inner.Select(one.SetItems))
                )
        : [];

    private static ImmutableDictionary<string, string> Element(ManifestMap element) =>
        element
            .Entries.Where(entry => entry is { Key: not null, Value: ManifestScalar })
            .GroupBy(entry => entry.Key!.Value)
            .ToImmutableDictionary(entries => entries.Key, entries => ((ManifestScalar)entries.Last().Value).Value);

    private static IEnumerable<ImmutableDictionary<string, string>> Folders(
        ManifestNode? directories,
        IReadOnlyCollection<string> folders
    )
    {
        var patterns = Maps(directories)
            .Select(each => (Path: each.Text("path"), IsLeftOut: each.Text("exclude") == "true"))
            .Where(each => each.Path is not null)
            .ToArray();
        return folders
            .Where(folder =>
                patterns.Any(pattern => !pattern.IsLeftOut && Matches(pattern.Path!, folder))
                && !patterns.Any(pattern => pattern.IsLeftOut && Matches(pattern.Path!, folder))
            )
            .Order(StringComparer.Ordinal)
            .Select(folder =>
                ImmutableDictionary<string, string>
                    .Empty.Add("path", folder)
                    .Add("path.path", folder)
                    .Add("path.basename", folder.Split('/')[^1])
                    .Add("path.basenameNormalized", folder.Split('/')[^1])
                    .AddRange(
                        folder
                            .Split('/')
                            .SelectMany(
                                (part, index) =>
                                    new[] { $"path[{index}]", $"index .path.segments {index}" }.Select(name =>
                                        KeyValuePair.Create(name, part)
                                    )
                            )
                    )
            );
    }

    // A star stands for a part of one folder's name.
    private static bool Matches(string pattern, string folder) =>
        pattern.Split('/') is var wanted
        && folder.Split('/') is var parts
        && wanted.Length == parts.Length
        && wanted
            .Zip(parts)
            .All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false));

    private static IEnumerable<ManifestMap> Maps(ManifestNode? node) =>
        (node as ManifestList)?.Items.OfType<ManifestMap>() ?? [];

    // In both kinds of templates: {{path.basename}} and {{ .path.basename }}.
    [GeneratedRegex(@"\{\{-?\s*\.?(?<name>(index \.path\.segments )?[^\s{}|]+)\s*-?\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}

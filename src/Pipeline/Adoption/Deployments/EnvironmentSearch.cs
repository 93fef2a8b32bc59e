using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Deployments;

/// <summary>Finds environments by the usual names in the paths of manifests.</summary>
internal static class EnvironmentSearch
{
    // In the order in which images mostly go through them.
    private static readonly ImmutableArray<string> Usual =
    [
        "dev",
        "develop",
        "development",
        "sandbox",
        "qa",
        "test",
        "hml",
        "homolog",
        "homologation",
        "uat",
        "stg",
        "stage",
        "staging",
        "preprod",
        "prd",
        "prod",
        "production",
    ];

    /// <summary>The environments, in the usual order; manifests of none come first, under an empty name.</summary>
    /// <param name="images">The images of services.</param>
    /// <param name="applications">What Argo CD applies.</param>
    /// <param name="pathOf">The folder that a person has named for the manifests of an environment; null for
    /// none.</param>
    public static ImmutableArray<FoundEnvironment> In(
        IEnumerable<OwnedImage> images,
        ImmutableArray<FoundApplication> applications,
        Func<string, string?> pathOf
    ) =>
        [
            .. images
                .GroupBy(each => NameIn(each.Image.File.Path) ?? NameIn(applications, each) ?? "")
                .OrderBy(group => Usual.IndexOf(group.Key))
                .Select(group => Environment(group.Key, [.. group], pathOf(group.Key)))
                .Select(found => Applied(found, applications)),
        ];

    // Of several folders, the one that Argo CD applies is meant.
    private static FoundEnvironment Applied(FoundEnvironment found, ImmutableArray<FoundApplication> applications)
    {
        found = found with
        {
            Applications = [.. applications.Where(each => found.Images.Any(image => each.Applies(image.Folder)))],
        };
        return
            found
                .Alternatives.Where(folder =>
                    found.Applications.Any(each => RepositoryPath.Contains(folder, each.Path))
                )
                .ToArray()
                is [var only]
            ? Environment(found.Name, [.. found.Images], only) with
            {
                Source = found.Applications.First(each => RepositoryPath.Contains(only, each.Path)).Source,
                Applications = found.Applications,
            }
            : found;
    }

    private static FoundEnvironment Environment(string name, OwnedImage[] images, string? path)
    {
        if (
            path is not null
            && images.Where(each => RepositoryPath.Contains(path, each.Folder)).ToArray() is { Length: > 0 } below
        )
            images = below;
        return new(name, path ?? PathOf(name, images))
        {
            Source = new(name, images[0].Image.File.Path),
            Registries =
            [
                .. images
                    .Select(each => each.Image)
                    .Where(image => !image.IsTemplate && IsHost(image.Reference.Registry))
                    .GroupBy(image => image.Reference.Registry!)
                    .OrderByDescending(hosts => hosts.Count())
                    .Select(hosts => new Evidence(hosts.Key, hosts.First().File.Path, hosts.First().Start.Line)),
            ],
            Images = [.. images],
            Alternatives = path is null ? Alternatives("", images) : [],
        };
    }

    // Folders that hold the same services in different ways: as they are, rendered, or for another tool.
    private static ImmutableArray<string> Alternatives(string folder, OwnedImage[] images)
    {
        var parts = images
            .Where(each => each.Folder != folder)
            .GroupBy(each => Within(folder, each.Folder))
            .Select(part =>
                (Folder: part.Key, Images: part.ToArray(), Services: part.Select(each => each.Service).ToHashSet())
            )
            .Where(part => part.Services.Count > 1)
            .ToArray();
        return parts.Length == 1 ? Alternatives(parts[0].Folder, parts[0].Images)
            : parts.Length > 1
            && parts.All(part => parts.Any(other => other != part && other.Services.Overlaps(part.Services)))
                ?
                [
                    .. parts.SelectMany(part =>
                        Alternatives(part.Folder, part.Images) is { IsEmpty: false } inner
                            ? inner
                            : [PathOf("", part.Images)]
                    ),
                ]
            : [];
    }

    private static string Within(string folder, string path)
    {
        var from = folder.Length == 0 ? 0 : folder.Length + 1;
        var end = path.IndexOf('/', from);
        return end < 0 ? path : path[..end];
    }

    // A placeholder is no host.
    private static bool IsHost(string? registry) =>
        registry is not null
        && registry.All(letter =>
            char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or ':'
        );

    // Where each that applies it is for the same one.
    private static string? NameIn(ImmutableArray<FoundApplication> applications, OwnedImage image) =>
        applications
            .Where(each => each.Applies(image.Folder))
            .Select(each => each.Target.Add(each.Name).SelectMany(NamesIn).FirstOrDefault(Usual.Contains))
            .Distinct()
            .ToArray()
            is [var only]
            ? only
            : null;

    // "togglemaster-prod" has two.
    private static string[] NamesIn(string text) => text.ToLowerInvariant().Split('-', '_', '.');

    private static string? NameIn(string path) =>
        ServiceNames.InPath(path).FirstOrDefault(part => Usual.Contains(part));

    private static string PathOf(string name, OwnedImage[] images)
    {
        var parts = images
            .Select(image => image.Folder)
            .Distinct()
            .Select(folder => folder.Split('/'))
            .Aggregate(
                (some, other) =>
                    [.. some.Zip(other).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)]
            );
        var at = Array.FindIndex(parts, part => ServiceNames.InPath(part).Contains(name));
        return string.Join('/', name.Length > 0 && at >= 0 ? parts[..(at + 1)] : parts);
    }
}

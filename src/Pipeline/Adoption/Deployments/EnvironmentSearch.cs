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
    /// <param name="images">The images of services, each with its service.</param>
    public static ImmutableArray<FoundEnvironment> In(IEnumerable<(string Service, ManifestImage Image)> images) =>
        [
            .. images
                .GroupBy(each => NameIn(each.Image.File.Path) ?? "", each => each)
                .Select(group =>
                    (
                        group.Key,
                        Images: group.Select(each => each.Image).ToArray(),
                        Services: group.Select(each => each.Service).ToImmutableHashSet()
                    )
                )
                .OrderBy(group => Usual.IndexOf(group.Key))
                .Select(group => new FoundEnvironment(
                    group.Key,
                    PathOf(
                        group.Key,
                        [.. group.Images.Select(image => RepositoryPath.Folder(image.File.Path)).Distinct()]
                    ),
                    new(group.Key, group.Images[0].File.Path),
                    [
                        .. group
                            .Images.Where(image => !image.IsTemplate && IsHost(image.Reference.Registry))
                            .GroupBy(image => image.Reference.Registry!)
                            .OrderByDescending(hosts => hosts.Count())
                            .Select(hosts => new Evidence(
                                hosts.Key,
                                hosts.First().File.Path,
                                hosts.First().Start.Line
                            )),
                    ],
                    group.Services
                )),
        ];

    // A placeholder is no host.
    private static bool IsHost(string? registry) =>
        registry is not null
        && registry.All(letter =>
            char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or ':'
        );

    private static string? NameIn(string path) =>
        ServiceNames.InPath(path).FirstOrDefault(part => Usual.Contains(part));

    private static string PathOf(string name, string[] folders)
    {
        var parts = folders
            .Select(folder => folder.Split('/'))
            .Aggregate(
                (some, other) =>
                    [.. some.Zip(other).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)]
            );
        var at = Array.FindIndex(parts, part => ServiceNames.InPath(part).Contains(name));
        return string.Join('/', name.Length > 0 && at >= 0 ? parts[..(at + 1)] : parts);
    }
}

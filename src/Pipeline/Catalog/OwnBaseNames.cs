namespace Pipeline.Catalog;

/// <summary>A place in a Dockerfile that names an image in the way of the platform's own.</summary>
/// <param name="At">Where the name begins in the text.</param>
/// <param name="Written">The name as it is written.</param>
/// <param name="Image">The name with the values of arguments in it.</param>
/// <param name="Repository">The name without registry and tag.</param>
/// <param name="Base">The base image that it is; null where there is none of that name.</param>
internal sealed record OwnBaseUse(int At, string Written, string Image, string Repository, BaseImage? Base)
{
    /// <summary>True where it is named as only an image of the platform can be.</summary>
    public required bool IsUnknown { get; init; }
}

/// <summary>Knows the names by which Dockerfiles mean the platform's own base images.</summary>
/// <param name="platform">The catalog.</param>
internal sealed class OwnBaseNames(Platform platform)
{
    private readonly ImmutableArray<BaseImage> bases = [.. platform.Bases.Where(image => image.Source is not null)];

    private readonly ImmutableArray<string> registries =
    [
        .. platform.Environments.Select(environment => $"{environment.Registry}/").Distinct(),
    ];

    // An argument without a default stands for the base image that is passed in it.
    private readonly ImmutableDictionary<string, string> arguments = platform
        .Bases.Where(image => image.Source is not null && image.Argument is not null)
        .DistinctBy(image => image.Argument)
        .ToImmutableDictionary(image => image.Argument!, image => image.Image);

    /// <summary>The repositories of all of them.</summary>
    public IReadOnlyCollection<string> Repositories => [.. bases.Select(image => image.Image)];

    /// <summary>True for the name of one in the catalog.</summary>
    public bool Contains(string name) => bases.Any(image => image.Name == name);

    /// <summary>
    /// The places of a Dockerfile that name one: by the repository alone or in the registry of an environment, with any tag. What is
    /// pinned by a digest, or lies in another registry, is another image.
    /// </summary>
    public IEnumerable<OwnBaseUse> UsesIn(string dockerfile)
    {
        foreach (var use in Dockerfile.ImagesOf(dockerfile, arguments))
        {
            if (use.Image is not { } image || ImageReference.Parse(image) is not { Digest: null } reference)
                continue;

            var prefix = registries.FirstOrDefault(registry =>
                reference.Name.StartsWith(registry, StringComparison.Ordinal)
            );
            var repository = prefix is null ? reference.Name : reference.Name[prefix.Length..];
            var named = bases.FirstOrDefault(one => one.Image == repository);
            if (named is not null || repository.StartsWith($"{platform.Name}/", StringComparison.Ordinal))
                yield return new(use.At, use.Written, image, repository, named) { IsUnknown = named is null };
        }
    }
}

namespace Pipeline.Catalog;

/// <summary>A reference in a Dockerfile that looks like one of the platform's own base images.</summary>
/// <param name="At">Where the reference begins in the text.</param>
/// <param name="Written">The name as it is written.</param>
/// <param name="Image">The name with arguments expanded.</param>
/// <param name="Repository">The name without registry and tag.</param>
/// <param name="Base">The base image that it names; null where there is none of that name.</param>
internal sealed record OwnBaseUse(int At, string Written, string Image, string Repository, BaseImage? Base)
{
    /// <summary>True where only an image of the platform can have that name.</summary>
    public required bool IsUnknown { get; init; }
}

/// <summary>Recognises references to the platform's own base images in Dockerfiles.</summary>
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
        .Bases.Where(image => image.Argument is not null)
        .DistinctBy(image => image.Argument)
        .ToImmutableDictionary(image => image.Argument!, image => image.Image);

    /// <summary>The repositories of all of them.</summary>
    public IReadOnlyCollection<string> Repositories => [.. bases.Select(image => image.Image)];

    /// <summary>True for the name of one in the catalog.</summary>
    public bool Contains(string name) => bases.Any(image => image.Name == name);

    /// <summary>The images that a Dockerfile names, by the arguments that it is built with.</summary>
    /// <param name="dockerfile">The text.</param>
    /// <param name="user">Whose it is.</param>
    public ImmutableArray<ImageUse> ImagesIn(string dockerfile, ImageSource user) =>
        Dockerfile.ImagesOf(dockerfile, arguments.SetItems(user.Build.Arguments));

    /// <summary>
    /// The references to one: by the repository alone or in the registry of an environment, with any tag. An image that
    /// is pinned by a digest, or lies in another registry, is another image.
    /// </summary>
    public IEnumerable<OwnBaseUse> UsesIn(string dockerfile, ImageSource user)
    {
        foreach (var use in ImagesIn(dockerfile, user))
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

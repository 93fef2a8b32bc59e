using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>
/// The images that an environment states for a service, and the wanted one. Deliveries, promotions
/// and previews all decide from this alone.
/// </summary>
/// <param name="Wanted">The image; without a digest before it is built.</param>
internal sealed record Situation(ImageReference Wanted)
{
    /// <summary>The service's pin; null for none.</summary>
    public Pin? Pin { get; init; }

    /// <summary>The stated images; empty only with a <see cref="Refusal"/>.</summary>
    public ImmutableArray<StatedImage> Stated { get; init; } = [];

    /// <summary>The decision that the catalog makes, which leaves the image to another writer; null for none.</summary>
    public Decision.Left? Left { get; init; }

    /// <summary>Why they are unknown, or cannot be changed, as a sentence; null where they can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Why nothing may change now, as a sentence; null where it may.</summary>
    public string? Held { get; init; }

    /// <summary>The builds whose ages matter.</summary>
    public IEnumerable<string> Builds =>
        (Pin, Left) is (null, null) ? Replaced.Select(image => image.Build).OfType<string>() : [];

    private bool IsThere => Refusal is null && Stated.All(image => image.IsWanted);

    private IEnumerable<StatedImage> Replaced => Stated.Where(image => !image.IsWanted);

    /// <summary>Decides; a pure function.</summary>
    /// <param name="ageOf">The age of each of <see cref="Builds"/>.</param>
    public Decision Decide(Func<string, BuildAge> ageOf)
    {
        if (Left is not null)
            return Left;
        if (Pin is { } pin)
            return new Decision.Pinned(pin, IsThere);
        if (Refusal is { } refusal)
            return new Decision.Refused(refusal);
        if (IsThere)
            return new Decision.AlreadyThere(Wanted, Stated[0].Place);

        var doubtful = default(StatedImage);
        foreach (var image in Replaced)
            switch (image.Build is { } build ? ageOf(build) : BuildAge.NotLater)
            {
                case BuildAge.Later:
                    return new Decision.Superseded(image.Reference, image.Place);
                case BuildAge.Unknown:
                    doubtful = image;
                    break;
            }

        return Held is { } held ? new Decision.Refused(held) : new Decision.Change(doubtful?.Reference);
    }
}

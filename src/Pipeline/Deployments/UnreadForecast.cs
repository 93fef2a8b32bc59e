using Pipeline.Deployments.Decisions;

namespace Pipeline.Deployments;

/// <summary>A forecast without what is stated now.</summary>
/// <param name="obstacle">Why, as a sentence.</param>
internal sealed class UnreadForecast(string obstacle) : IForecast
{
    /// <inheritdoc />
    public string? Origin => null;

    /// <inheritdoc />
    public ImmutableArray<ForeseenChange> Of(ImmutableArray<WantedImage> images, Func<string, BuildAge> ageOf) =>
        [.. images.Select(_ => ForeseenChange.None(obstacle))];
}

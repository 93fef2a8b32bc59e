using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;

namespace Pipeline.Deployments;

/// <summary>Tells what a delivery would do, by the decisions that the delivery itself makes.</summary>
public interface IForecast
{
    /// <summary>Where it was read what is stated now; null where it was not.</summary>
    string? Origin { get; }

    /// <summary>What would become of images, each looked at beside all others.</summary>
    /// <param name="images">The images.</param>
    /// <param name="ageOf">The age of a build, by what Git knows it by.</param>
    /// <returns>An answer for each, in their order.</returns>
    ImmutableArray<ForeseenChange> Of(ImmutableArray<WantedImage> images, Func<string, BuildAge> ageOf);
}

/// <summary>An image that a service is to get.</summary>
/// <param name="Service">The service.</param>
/// <param name="Image">The image; without a digest before it is built.</param>
public sealed record WantedImage(Service Service, ImageReference Image);

/// <summary>What would become of an image.</summary>
/// <param name="Lines">The lines that would change.</param>
/// <param name="Obstacle">Why none would, as a sentence; null where some would.</param>
public sealed record ForeseenChange(ImmutableArray<LineChange> Lines, string? Obstacle)
{
    /// <summary>None, for this reason.</summary>
    public static ForeseenChange None(string obstacle) => new([], obstacle);
}

/// <summary>A line of a file, before and after.</summary>
/// <param name="File">The file, relative to the GitOps repository.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Before">The line as it is.</param>
/// <param name="After">The line as it would be, the image's digest apart.</param>
public sealed record LineChange(string File, long Line, string Before, string After);

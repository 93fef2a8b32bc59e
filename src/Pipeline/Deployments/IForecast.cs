using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;

namespace Pipeline.Deployments;

/// <summary>Forecasts a delivery, by the same decisions as the delivery itself.</summary>
public interface IForecast
{
    /// <summary>Where the current state was read; null where it was not.</summary>
    string? Origin { get; }

    /// <summary>Forecasts the delivery of images, all together.</summary>
    /// <param name="images">The images.</param>
    /// <param name="ageOf">The age of a build, by its Git revision.</param>
    /// <returns>A forecast for each, in their order.</returns>
    ImmutableArray<ForeseenChange> Of(ImmutableArray<WantedImage> images, Func<string, BuildAge> ageOf);
}

/// <summary>An image that a service should get.</summary>
/// <param name="Service">The service.</param>
/// <param name="Image">The image; without a digest before it is built.</param>
public sealed record WantedImage(Service Service, ImageReference Image);

/// <summary>The forecast for an image.</summary>
/// <param name="Lines">The lines that would change.</param>
/// <param name="Obstacle">Why no line would change, as a sentence; null where some would.</param>
public sealed record ForeseenChange(ImmutableArray<LineChange> Lines, string? Obstacle)
{
    /// <summary>A remark about the lines, as a sentence; null for none.</summary>
    internal string? Remark { get; init; }

    /// <summary>No change, for a reason.</summary>
    public static ForeseenChange None(string obstacle) => new([], obstacle);
}

/// <summary>A line of a file, before and after.</summary>
/// <param name="File">The file, relative to the GitOps repository.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Before">The line as it is.</param>
/// <param name="After">The line as it would be, without the image's digest.</param>
public sealed record LineChange(string File, long Line, string Before, string After);

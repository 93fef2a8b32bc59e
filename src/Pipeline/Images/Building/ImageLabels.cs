using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>The labels of an image.</summary>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/annotations.md</remarks>
internal static class ImageLabels
{
    /// <summary>The label with the commit.</summary>
    public const string Revision = "org.opencontainers.image.revision";

    /// <summary>The label with the content key of a base image.</summary>
    public const string Content = "pipeline.content";

    /// <summary>The labels of an image.</summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="tag">The image's tag.</param>
    /// <param name="revision">The commit; with a suffix where files differ from it.</param>
    public static ImmutableDictionary<string, string> Of(
        ImageSource source,
        StepContext step,
        string tag,
        string revision
    )
    {
        var labels = ImmutableDictionary<string, string>
            .Empty.Add(Revision, revision)
            .Add(
                "org.opencontainers.image.created",
                step.Source.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            )
            .Add("org.opencontainers.image.title", source.Image.Split('/')[^1])
            .Add("org.opencontainers.image.version", tag);
        return step.Platform.Source is { } repository
            ? labels.Add("org.opencontainers.image.source", repository)
            : labels;
    }
}

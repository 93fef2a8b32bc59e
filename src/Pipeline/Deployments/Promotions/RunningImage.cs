using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Promotions;

/// <summary>The image that an environment runs of a service, and what is known of where it comes from.</summary>
/// <param name="Image">The image, by tag and digest.</param>
/// <param name="Place">Where it is stated, such as file and line.</param>
/// <param name="Deployment">Its deployment; null after a manual edit.</param>
/// <param name="Revision">What Git knows the commit by that its tag names; null where it names none.</param>
public sealed record RunningImage(ImageReference Image, string Place, Deployment? Deployment, string? Revision)
{
    /// <summary>The source commit by its full name where it is known, else what the tag says; null where it says nothing.</summary>
    public string? SourceCommit => Deployment?.Service.SourceCommit ?? Revision;
}

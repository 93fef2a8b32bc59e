using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Promotions;

/// <summary>The image that an environment runs of a service, and its origin.</summary>
/// <param name="Image">The image, by tag and digest.</param>
/// <param name="Place">Where it is stated, such as file and line.</param>
/// <param name="Deployment">Its deployment; null after a manual edit.</param>
/// <param name="Revision">The Git revision that its tag names; null where it names none.</param>
public sealed record RunningImage(ImageReference Image, string Place, DeploymentRecord? Deployment, string? Revision)
{
    /// <summary>The full source commit where it is known, else the tag's revision; null for neither.</summary>
    public string? SourceCommit => Deployment?.Service.SourceCommit ?? Revision;
}

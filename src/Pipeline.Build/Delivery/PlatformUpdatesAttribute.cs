using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Workflows;
using Pipeline.Workflows.Updates;

namespace Pipeline.Build.Delivery;

/// <summary>The packages of the services of a catalog, of its images, and of the build beside it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlatformUpdatesAttribute : DependencyUpdatesAttribute
{
    /// <inheritdoc />
    public override AbsolutePath RootOf(INukeBuild build) => PlatformWorkflowAttribute.PlatformOf(build).Root;

    /// <inheritdoc />
    public override ImmutableArray<PackageUpdates>? Of(INukeBuild build)
    {
        var platform = PlatformWorkflowAttribute.PlatformOf(build);
        return platform.BasesAndServices.All(source => source.IsCheckedOut)
            ? new DeclaredPackages(platform, build.BuildProjectDirectory).All
            : null;
    }
}

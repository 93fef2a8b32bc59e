using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Workflows.Updates;

namespace Pipeline.Workflows;

/// <summary>Packages that the root of the build's own repository declares.</summary>
/// <param name="ecosystems">Dependabot's names for their package managers, such as <c>nuget</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RootUpdatesAttribute(params string[] ecosystems) : DependencyUpdatesAttribute
{
    /// <inheritdoc />
    public override AbsolutePath RootOf(INukeBuild build) => build.RootDirectory;

    /// <inheritdoc />
    public override ImmutableArray<PackageUpdates>? Of(INukeBuild build) =>
        [.. ecosystems.Select(ecosystem => new PackageUpdates(ecosystem, ["/"]))];

    // With --root elsewhere, that repository is another.
    internal override bool BelongsTo(INukeBuild build) => build.RootDirectory.Contains(build.BuildAssemblyDirectory);
}

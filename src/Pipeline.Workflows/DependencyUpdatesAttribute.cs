using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Workflows.Updates;

namespace Pipeline.Workflows;

/// <summary>
/// The packages whose new versions Dependabot proposes, as an attribute of the build's class;
/// <see cref="WorkflowFiles"/> writes <c>.github/dependabot.yml</c>.
/// </summary>
public abstract class DependencyUpdatesAttribute : Attribute
{
    /// <summary>The root of the repository that declares the packages.</summary>
    public abstract AbsolutePath RootOf(INukeBuild build);

    /// <summary>The packages; null where they cannot be told, so that the file stays as it is.</summary>
    public abstract ImmutableArray<PackageUpdates>? Of(INukeBuild build);

    /// <summary>True where the repository is the one that the packages are declared in.</summary>
    internal virtual bool BelongsTo(INukeBuild build) => true;

    internal string Origin => $"[{GetType().Name[..^nameof(Attribute).Length]}]";
}

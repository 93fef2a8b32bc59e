namespace Nuke.Common.Execution;

/// <summary>Something that takes part in every run of a build.</summary>
public interface IBuildExtension
{
    /// <summary>The higher, the earlier its turn comes.</summary>
    float Priority { get; }
}

/// <summary>Base of the attributes on a build class that take part in its runs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BuildExtensionAttributeBase : Attribute, IBuildExtension
{
    /// <summary>The build that the attribute is on.</summary>
    public INukeBuild Build { get; internal set; } = null!;

    /// <summary>
    /// The higher, the earlier its turn comes. Parameters are set at 100 when the build is created; the help is shown
    /// at 5 when it is initialized.
    /// </summary>
    public virtual float Priority { get; set; }
}

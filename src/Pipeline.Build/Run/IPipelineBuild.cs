using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Aws.Ecr;
using Pipeline.Build.Delivery;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Images.LocalRegistries;
using Pipeline.Images.Registries;

namespace Pipeline.Build.Run;

/// <summary>
/// What the targets of a component know of the build that they are in: a class derived from <c>PipelineBuild</c>.
/// </summary>
public interface IPipelineBuild : INukeBuild, IPlatformBuild
{
    /// <summary>The folder that everything is written under.</summary>
    AbsolutePath Artifacts { get; }

    /// <summary>
    /// True for each event of a pull request, also one that runs the base's code: what it proposes reaches no one
    /// before it is merged.
    /// </summary>
    bool IsPullRequest { get; }

    /// <summary>The kinds of deployment that the build knows.</summary>
    SupportedDeployments Deployments { get; }

    /// <summary>
    /// The kinds of registry that images are pushed to; what none of them recognises is a plain OCI registry.
    /// </summary>
    SupportedRegistries Registries => new(new LocalRegistryKind(), new EcrRegistries());

    /// <summary>
    /// The value of a component's parameter, as NUKE has it; null where none was given. NUKE keeps values in a plain
    /// dictionary, and steps that run side by side read them: one at a time.
    /// </summary>
    /// <param name="parameterExpression">The property, as <c>() => Reason</c>.</param>
    new T? TryGetValue<T>(Expression<Func<T?>> parameterExpression)
        where T : class
    {
        lock (Lifecycle.ComponentParameters)
            return ((INukeBuild)this).TryGetValue<T>(parameterExpression!);
    }

    /// <inheritdoc cref="TryGetValue{T}(Expression{Func{T}})" />
    new T? TryGetValue<T>(Expression<Func<object>> parameterExpression)
    {
        lock (Lifecycle.ComponentParameters)
            return ((INukeBuild)this).TryGetValue<T>(parameterExpression);
    }

    internal RunLifecycle Lifecycle { get; }

    /// <summary>
    /// The environment that planned targets work on in place of the one that is named; null: they work on that one.
    /// </summary>
    internal DeploymentEnvironment? EnvironmentOfTargets => null;
}

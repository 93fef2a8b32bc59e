#nullable disable annotations

using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>A build, seen from its extensions and components. <see cref="NukeBuild"/> implements it.</summary>
public interface INukeBuild
{
    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; }

    /// <inheritdoc cref="NukeBuild.ExecutionPlan"/>
    IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; }

    /// <inheritdoc cref="NukeBuild.InvokedTargets"/>
    IReadOnlyCollection<ExecutableTarget> InvokedTargets { get; }

    /// <inheritdoc cref="NukeBuild.SkippedTargets"/>
    IReadOnlyCollection<ExecutableTarget> SkippedTargets { get; }

    /// <inheritdoc cref="NukeBuild.ScheduledTargets"/>
    IReadOnlyCollection<ExecutableTarget> ScheduledTargets { get; }

    /// <inheritdoc cref="NukeBuild.RunningTargets"/>
    IReadOnlyCollection<ExecutableTarget> RunningTargets { get; }

    /// <inheritdoc cref="NukeBuild.AbortedTargets"/>
    IReadOnlyCollection<ExecutableTarget> AbortedTargets { get; }

    /// <inheritdoc cref="NukeBuild.FailedTargets"/>
    IReadOnlyCollection<ExecutableTarget> FailedTargets { get; }

    /// <inheritdoc cref="NukeBuild.SucceededTargets"/>
    IReadOnlyCollection<ExecutableTarget> SucceededTargets { get; }

    /// <inheritdoc cref="NukeBuild.FinishedTargets"/>
    IReadOnlyCollection<ExecutableTarget> FinishedTargets { get; }

    /// <inheritdoc cref="NukeBuild.IsSucceeding"/>
    bool IsSucceeding { get; }

    /// <inheritdoc cref="NukeBuild.IsFailing"/>
    bool IsFailing { get; }

    /// <inheritdoc cref="NukeBuild.IsFinished"/>
    bool IsFinished { get; }

    /// <inheritdoc cref="NukeBuild.ExitCode"/>
    int? ExitCode { get; set; }

    /// <inheritdoc cref="NukeBuild.RootDirectory"/>
    AbsolutePath RootDirectory { get; }

    /// <inheritdoc cref="NukeBuild.TemporaryDirectory"/>
    AbsolutePath TemporaryDirectory { get; }

    /// <inheritdoc cref="NukeBuild.BuildAssemblyFile"/>
    AbsolutePath BuildAssemblyFile { get; }

    /// <inheritdoc cref="NukeBuild.BuildAssemblyDirectory"/>
    AbsolutePath BuildAssemblyDirectory { get; }

    /// <inheritdoc cref="NukeBuild.BuildProjectDirectory"/>
    AbsolutePath BuildProjectDirectory { get; }

    /// <inheritdoc cref="NukeBuild.BuildProjectFile"/>
    AbsolutePath BuildProjectFile { get; }

    /// <inheritdoc cref="NukeBuild.Verbosity"/>
    Verbosity Verbosity { get; }

    /// <inheritdoc cref="NukeBuild.Host"/>
    Host Host { get; }

    /// <inheritdoc cref="NukeBuild.Plan"/>
    bool Plan { get; }

    /// <inheritdoc cref="NukeBuild.Help"/>
    bool Help { get; }

    /// <inheritdoc cref="NukeBuild.NoLogo"/>
    bool NoLogo { get; }

    /// <inheritdoc cref="NukeBuild.IsLocalBuild"/>
    bool IsLocalBuild { get; }

    /// <inheritdoc cref="NukeBuild.IsServerBuild"/>
    bool IsServerBuild { get; }

    /// <inheritdoc cref="NukeBuild.Continue"/>
    bool Continue { get; }

    /// <inheritdoc cref="NukeBuild.Partition"/>
    Partition Partition { get; }

    /// <inheritdoc cref="NukeBuild.ReportSummary(Configure{Dictionary{string, string}})"/>
    void ReportSummary(Configure<Dictionary<string, string>> configurator = null);

    /// <summary>The value of a parameter that a component declares; null where nobody gave one.</summary>
    /// <exception cref="FormatException">The value is not of the parameter's type.</exception>
    /// <exception cref="InvalidOperationException">Nothing gives the member a value.</exception>
    /// <example><code>[Parameter("Its address.")] string Address => TryGetValue(() => Address);</code></example>
    T TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class;

    /// <inheritdoc cref="TryGetValue{T}(Expression{Func{T}})"/>
    /// <example><code>[Parameter] int Tries => TryGetValue&lt;int?>(() => Tries) ?? 3;</code></example>
    T TryGetValue<T>(Expression<Func<object>> parameterExpression);
}

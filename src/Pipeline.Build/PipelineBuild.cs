using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Preview;
using Pipeline.Build.Run;
using Pipeline.Build.Targets;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Ecs;
using Pipeline.Deployments.GitOps;
using Pipeline.Deployments.Ssh;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Workflows;

namespace Pipeline.Build;

/// <summary>
/// A NUKE build that works on the services of a catalog. Derive from it, take in the components that you want, and add
/// your own targets.
/// </summary>
/// <example>
/// <code>
/// class Build : PipelineBuild, IVerifyServices, IBuildImages, IDeployServices
/// {
///     public static int Main() => Execute&lt;Build&gt;(x => ((IDeployServices)x).Deliver);
/// }
/// </code>
/// </example>
[DisableDefaultOutput(
    DefaultOutput.Logo,
    DefaultOutput.TargetHeader,
    DefaultOutput.TargetCollapse,
    DefaultOutput.ErrorsAndWarnings
)]
[BuildSchema]
[PlainOutput]
[RunOutput]
[PreviewOutput(
    nameof(IPreview.Preview),
    nameof(IAuditDeployments.Status),
    nameof(IAuditDeployments.History),
    nameof(IAuditDeployments.Dora),
    nameof(IAuditDeployments.Slo),
    nameof(IAdopt.Adopt),
    nameof(IAdopt.Review),
    nameof(ITools.Completion)
)]
[TargetGraph]
public abstract partial class PipelineBuild : NukeBuild, IPipelineBuild
{
    private const string CatalogFile = "pipeline.yaml";
    private static readonly ImmutableArray<string> CommandLine = [.. System.Environment.GetCommandLineArgs()[1..]];
    private readonly RunLifecycle lifecycle;

    /// <summary>A build; NUKE makes it, and gives it its parameters.</summary>
    protected PipelineBuild()
    {
        DeclaredTargets.Begin();
        lifecycle = new(this, CommandLine, RootDirectory / CatalogFile, ReadSettings);
    }

    /// <inheritdoc />
    public AbsolutePath Artifacts => ArtifactsFolder;

    /// <inheritdoc />
    public bool IsPullRequest => lifecycle.Event.IsPullRequest;

    /// <inheritdoc />
    public Platform Platform => lifecycle.Platform;

    /// <inheritdoc />
    public virtual SupportedDeployments Deployments =>
        field ??= new(new GitOpsDeployment(), new SshDeployment(), new EcsDeployment());

    RunLifecycle IPipelineBuild.Lifecycle => lifecycle;

    private static AbsolutePath ArtifactsFolder => RootDirectory / "artifacts";

    /// <summary>
    /// Runs the targets of the command line, else the default one; with <c>--resume</c> those of the last run.
    /// </summary>
    /// <param name="target">The target that runs where none is named.</param>
    /// <returns>The exit code: 0 where all went well.</returns>
    protected static int Execute<TBuild>(Expression<Func<TBuild, Target>> target)
        where TBuild : PipelineBuild, new() =>
        NukeStart.Of(
            typeof(TBuild),
            CommandLine,
            CatalogFile,
            () =>
            {
                CollectLate();
                return NukeBuild.Execute(Resumption.DefaultTargets(target, CommandLine, ArtifactsFolder));
            }
        );

    /// <inheritdoc />
    protected override void OnBuildCreated() => lifecycle.BuildCreated();

    /// <inheritdoc />
    protected override void OnBuildInitialized()
    {
        try
        {
            lifecycle.BuildInitialized();
        }
        catch (Exception thrown)
        {
            throw PlainException.Of(thrown, this);
        }
    }

    /// <inheritdoc />
    protected override void OnBuildFinished() => lifecycle.BuildFinished();

    private RunSettings ReadSettings() =>
        new()
        {
            Catalog = Catalog,
            Services = lifecycle.Given(nameof(Service), Service),
            Environment = Environment,
            Since = Since,
            Handover = Handover,
            Parallel = Parallel,
            Limits = lifecycle.Given("Limit", Limits),
            FailFast = FailFast,
            StepTimeout = StepTimeout,
            NoWait = NoWait,
            Resume = Resume,
            AssumeClean = this is IPreview { AssumeClean: true },
            Cache = SharedCache,
            CacheReadOnly = IsCacheReadOnly,
            CacheSize = CacheSize,
            NoCache = NoCache,
        };

    // A command that only looks is over before a collection of its memory, which stops all threads, would pay.
    private static void CollectLate()
    {
        const long first = 64 * 1024 * 1024;
        if (CommandLine is [] or [[not '-', ..], ..] && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 16 * first)
            GC.TryStartNoGCRegion(first);
    }
}

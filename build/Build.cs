using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.IO;
using Pipeline.Build.Preview;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.GitHub;
using Pipeline.Build.Run;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Recovery;
using Pipeline.GitOps.ArgoCd;
using Pipeline.GitOps.PullRequests;
using Pipeline.Images;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;
using Pipeline.Planning;
using Pipeline.Tools.Locked;

/// <summary>The targets that take the services of a monorepo from source to a GitOps commit.</summary>
[DisableDefaultOutput(DefaultOutput.Logo, DefaultOutput.TargetHeader, DefaultOutput.TargetCollapse, DefaultOutput.ErrorsAndWarnings)]
[PlainOutput]
[BuildSchema]
[RunOutput]
[PreviewOutput(nameof(Preview), nameof(Status), nameof(History), nameof(Dora))]
sealed partial class Build : NukeBuild
{
    private const string CatalogFile = "pipeline.yaml";
    private static PendingPlatform? begun;
    private readonly RunEnd end = new();
    private Lazy<Platform> platform;
    private PendingSource? compared;
    private Task<RunRecord?>? previous;
    private IRunReport? console;
    private PipelineRun? run;
    private WorkspaceLock? workspace;

    [Parameter("Services to work on, with or without -service; several, or parted by commas. Default: all")]
    readonly string[] Service = [];

    [Parameter("Where the images go. Default: local, which needs no cloud account")]
    readonly string? Environment;

    [Parameter("The catalog. Default: pipeline.yaml")]
    readonly AbsolutePath Catalog = RootDirectory / CatalogFile;

    [Parameter("How many steps run at a time. Default: the number of cores")]
    readonly int Parallel = System.Environment.ProcessorCount;

    [Parameter("How many steps that share a limit run at a time, such as \"image build=2\"; several, or repeated", Name = "Limit")]
    readonly string[] Limits = [];

    [Parameter("Ends the run at the first failure")]
    readonly bool FailFast;

    [Parameter("Minutes that a step may take. Default: 30")]
    readonly double StepTimeout = 30;

    [Parameter("Leaves at once where another run works in this workspace, and does not wait for it")]
    readonly bool NoWait;

    private static string[] CommandLine => System.Environment.GetCommandLineArgs()[1..];

    private static AbsolutePath Artifacts => RootDirectory / "artifacts";

    private Platform Platform => platform.Value;

    private Redaction Redaction => field ??= new(SecretParameters.ValuesOf(this));

    Target Deliver => _ => _
        .Description("Takes the services from source to a GitOps commit")
        .DependsOn(Bump);

    public Build() => platform = new(() => begun?.File == Catalog ? begun.End(HoldsSecret) : ReadCatalog());

    public static int Main() => NukeStart.Of(typeof(Build), CommandLine, Start);

    private static int Start()
    {
        // Almost every target needs the catalog, which mostly lies where it does by default.
        if (CommandLine is [] or [[not '-', ..], ..])
        {
            CollectLate();
            begun = PendingPlatform.Begin(RootDirectory / CatalogFile, Artifacts);
        }

        return Execute(Resumption.DefaultTargets<Build>(build => build.Deliver, CommandLine, Artifacts));
    }

    // A command that only looks is over before a collection of its memory, which stops all threads, would pay.
    private static void CollectLate()
    {
        const long first = 64 * 1024 * 1024;
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 16 * first)
            GC.TryStartNoGCRegion(first);
    }

    protected override void OnBuildCreated()
    {
        // Git takes longer to compare the work tree than NUKE to plan.
        if (CommandLine is [] or [nameof(Deliver), ..] || ServiceTargets.Find(CommandLine[0]) is not null)
            compared = PendingSource.Ask(RootDirectory);
    }

    protected override void OnBuildInitialized()
    {
        try
        {
            Prepare();
        }
        catch (Exception thrown)
        {
            throw PlainException.Of(thrown, this);
        }
    }

    private void Prepare()
    {
        if (ExecutionPlan.Contains(Preview))
            BeginPreview();
        RedactedOutput.Install(SecretParameters.ValuesOf(this));
        if (ExecutionPlan.All(target => ServiceTargets.Find(target.Name) is null))
            return;

        Arguments.RefuseUnknown(CommandLine, GetType());
        Assert.True(!AssumeClean, "--assume-clean is for Preview: what is built and delivered is always compared with the commit");
        var source = compared?.Directory == Catalog.Parent ? compared : PendingSource.Ask(Catalog.Parent);
        // Bad input is answered at once, also where another run has to be waited for.
        var environment = Resume ? null : Destination(Environment);
        var command = Redaction.Apply($"./build.sh {string.Join(' ', CommandLine)}".TrimEnd());
        var waited = false;
        void Wait(string line)
        {
            waited = true;
            Console.WriteLine(line);
        }

        workspace = WorkspaceLock.Take(Artifacts / "run.lock", command, Wait, wait: !NoWait).GetAwaiter().GetResult();
        // Meanwhile another commit may have come in, and another catalog with it.
        if (waited)
        {
            source = PendingSource.Ask(Catalog.Parent);
            platform = new(ReadCatalog);
            environment = Resume ? null : Destination(Environment);
        }

        previous = RunFiles.Previous(Artifacts);
        Leftovers.Remove(Artifacts, Console.WriteLine);
        var (options, services) = Prepare(environment ?? Resumed(), source).GetAwaiter().GetResult();
        console = RunReports.Of(Console.Out);
        PipelineRun.Current = run = new(options, ExecutionPlan, console);
        console.RunStarts(options);
        SelectionText.Write(services, Base, Console.Out);
        foreach (var line in resumed?.Describe() ?? [])
            Console.WriteLine(line);
    }

    private Pipeline.Catalog.Environment Destination(string? name)
    {
        Assert.True(Parallel > 0, "--parallel is a number of steps: give 1 or more");
        Assert.True(StepTimeout > 0, "--step-timeout is a number of minutes: give more than 0");
        if (ChangedEnvironment() is { } changed)
            return changed;

        var environment = Platform.Environment(name ?? Pipeline.Catalog.Environment.LocalName);
        Assert.True(
            environment.Promotion == Promotion.Automatic || !(ExecutionPlan.Contains(Bump) || ExecutionPlan.Contains(Preview)),
            $"{environment.Name} takes changes by pull request only: deliver to an environment before it, and then \"Promote --to {environment.Name}\""
        );
        return environment;
    }

    private async Task<(RunOptions Options, ImmutableArray<SelectedService> Services)> Prepare(
        Pipeline.Catalog.Environment environment,
        PendingSource source
    )
    {
        // What is selected may depend on what differs from the commit.
        if (resumed is not null || Base is not null)
            return await Prepare(environment, await source.Whole());

        var (options, services) = await Prepare(environment, await source.Commit);
        var keys = CacheKeys.Ahead(options, ExecutionPlan);
        var whole = await source.Whole();
        if (whole.Changes.IsEmpty)
            return (options with { Keys = keys }, services);

        keys?.Dispose();
        return (options with { Source = whole }, services);
    }

    private async Task<(RunOptions Options, ImmutableArray<SelectedService> Services)> Prepare(
        Pipeline.Catalog.Environment environment,
        SourceRevision source
    )
    {
        var services = await Select(environment, source);
        var options = new RunOptions
        {
            Platform = Platform,
            Environment = environment,
            Services = [.. services.Select(selected => selected.Service)],
            Source = source,
            Targets = [.. InvokedTargets.Select(target => target.Name)],
            Resumed = resumed,
            Artifacts = Artifacts,
            SearchPath = new(() => LockedTools.SearchPath(RootDirectory, DownloadedTools)),
            Parallel = Parallel,
            Limits = StepLimit.Parse(Given("Limit", Limits), ServiceTargets.Limits),
            FailFast = FailFast,
            StepTimeout = TimeSpan.FromMinutes(StepTimeout),
            Cache = NoCache ? null : ResultCache,
            Secrets = [.. SecretParameters.ValuesOf(this), .. ForgeTokens.Of(Platform), .. ArgoCdAccess.Secrets(Platform), .. SigningSecrets.Of(Platform), .. BuildSecrets.Of(Platform), .. RegistrySecrets.Of(Platform)],
            Settings = Arguments.Given(
                [nameof(Catalog), nameof(StepTimeout), nameof(From), nameof(To), nameof(Reason), nameof(Fix), nameof(Release), "Root", "Profile"],
                CommandLine
            ),
        };
        return (options, services);
    }

    private Platform ReadCatalog() => CatalogReader.Read(Catalog, Artifacts, HoldsSecret);

    private bool HoldsSecret(string text) => Redaction.Apply(text) != text;

    // Nuke keeps the last of a repeated argument.
    private static IReadOnlyCollection<string> Given(string parameter, string[] otherwise) =>
        Arguments.ValuesOf(parameter, CommandLine) is { IsEmpty: false } values ? values : otherwise;

    protected override void OnBuildFinished() => end.Once(() =>
    {
        if (run is not { } ended)
            return;

        ended.DisposeAsync().AsTask().GetAwaiter().GetResult();
        RunOutputs.Write(ended, System.Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));
        var troubles = RunFiles.Write(ended, previous?.GetAwaiter().GetResult());
        foreach (var trouble in troubles)
            console!.Warned(trouble);
        console!.RunEnded(ended);
        workspace?.Dispose();
    });
}

using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Pipeline.Aws.Identity;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.GitHub;
using Pipeline.Build.Reporting.Preview;
using Pipeline.Build.Telemetry;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Deployments.Freezes;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Secrets;
using Pipeline.Images.Caching;
using Pipeline.Images.Engines;
using Pipeline.Images.LocalRegistries;
using Pipeline.Planning;
using Pipeline.Quality;
using Pipeline.Tools.Locked;

namespace Pipeline.Build.Run;

/// <summary>
/// The life of a run, from the start of the process to its reports; its members stand in the order in which it lives.
/// </summary>
internal sealed class RunLifecycle
{
    private const string BumpTarget = "Bump";
    private const string DeliverTarget = "Deliver";
    private const string PreviewTarget = "Preview";
    private const string ReceiveTarget = "Receive";

    // What another run of one step has to be given again, beside its service and environment.
    private static readonly ImmutableArray<string> StepParameters =
    [
        "Catalog",
        "StepTimeout",
        "From",
        "To",
        "Reason",
        "Fix",
        "Override",
        "Release",
        "Root",
        "Profile",
    ];

    private readonly IPipelineBuild build;
    private readonly Lazy<RunSettings> settings;
    private readonly PendingPlatform? begun;
    private readonly RunEnd end = new();
    private Lazy<Platform> catalog;
    private Lazy<Platform> platform;
    private PendingSource? compared;
    private Resumption? resumed;
    private Task<RunRecord?>? previous;
    private IRunView? console;
    private PipelineRun? run;
    private WorkspaceLock? workspace;
    private TraceExport? traces;

    /// <summary>Begins to read the catalog where it mostly is, which takes as long as NUKE's own start.</summary>
    /// <param name="build">The build, before NUKE has given it its parameters.</param>
    /// <param name="commandLine">The arguments.</param>
    /// <param name="catalog">The catalog where no parameter says otherwise.</param>
    /// <param name="settings">The parameters, asked for once NUKE has read them.</param>
    public RunLifecycle(
        IPipelineBuild build,
        ImmutableArray<string> commandLine,
        AbsolutePath catalog,
        Func<RunSettings> settings
    )
    {
        this.build = build;
        this.settings = new(settings);
        CommandLine = commandLine;
        this.catalog = new(() => begun?.File == Settings.Catalog ? begun.End(HoldsSecret) : ReadCatalog());
        platform = Here();
        // Almost every target needs the catalog.
        if (commandLine is [] or [[not '-', ..], ..])
        {
            // Before Git compares the work tree. A preview leaves no trace.
            if (commandLine is not [PreviewTarget, ..] && File.Exists(catalog))
            {
                IgnoredFolder.Create(build.Artifacts);
                IgnoredFolder.Create(NukeBuild.TemporaryDirectory);
            }

            begun = PendingPlatform.Begin(catalog, build.Artifacts, SupportedLanguages.Declared);
        }

        // Git takes longer to compare the work tree than all else that a preview does.
        if (commandLine is [PreviewTarget, ..] && Arguments.Given(["Catalog", "AssumeClean"], commandLine).IsEmpty)
            compared = PendingSource.Ask(build.RootDirectory);
    }

    /// <summary>Held while a component's parameter is read.</summary>
    public Lock ComponentParameters { get; } = new();

    /// <summary>The arguments of the process.</summary>
    public ImmutableArray<string> CommandLine { get; }

    /// <summary>The parameters.</summary>
    public RunSettings Settings => settings.Value;

    /// <summary>The catalog.</summary>
    public Platform Platform => platform.Value;

    /// <summary>The commit, and what differs from it.</summary>
    public PendingSource Source =>
        compared ?? throw new InvalidOperationException("Nothing that is planned works on a commit.");

    /// <summary>What services have to differ from to be worked on; null: nothing is compared.</summary>
    public string? Base => Settings.Since ?? Event.Base(Settings.Services.Count > 0);

    /// <summary>The event that started the run.</summary>
    public TriggeringEvent Event { get; } = new(NukeBuild.Host);

    /// <summary>The values of a parameter that may be repeated, of which NUKE keeps the last.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="otherwise">Its values where the command line has none.</param>
    public IReadOnlyCollection<string> Given(string parameter, string[] otherwise) =>
        Arguments.ValuesOf(parameter, CommandLine) is { IsEmpty: false } values ? values : otherwise;

    /// <summary>True where a planned target works on base images.</summary>
    public bool WorksOnBases => Plans(PreviewTarget) || Planned.Any(target => target is { ServesBases: true });

    private Redaction Redaction => field ??= new(SecretParameters.ValuesOf(build));

    private IEnumerable<ServiceTarget> Planned =>
        build.ExecutionPlan.Select(target => DeclaredTargets.Find(target.Name)).OfType<ServiceTarget>();

    /// <summary>Has Git compare the work tree, which takes it longer than NUKE takes to plan.</summary>
    public void BuildCreated()
    {
        if (CommandLine is [] or [DeliverTarget, ..] || DeclaredTargets.Find(CommandLine[0]) is not null)
            compared = PendingSource.Ask(build.RootDirectory);
    }

    /// <summary>
    /// Prepares a preview, or the run of the planned targets; does nothing where none works on services.
    /// </summary>
    public void BuildInitialized()
    {
        if (Plans(PreviewTarget))
            PreparePreview();
        // What reading them writes must not wait for a redaction that waits for the catalog they name.
        _ = Settings;
        RedactedOutput.Install(SecretParameters.ValuesOf(build), () => Stated());
        if (!Planned.Any())
            return;

        Arguments.RefuseUnknown(CommandLine, build.GetType());
        Assert.True(
            !Settings.AssumeClean,
            "--assume-clean is for Preview: what is built and delivered is always compared with the commit"
        );
        if (compared?.Directory != Settings.Catalog.Parent)
            compared = PendingSource.Ask(Settings.Catalog.Parent);
        // Bad input is answered at once, also where another run has to be waited for.
        if (!Settings.Resume)
            Destination(Settings.Environment);
        if (TakeWorkspace())
        {
            // Meanwhile another commit may have come in, and another catalog with it.
            compared = PendingSource.Ask(Settings.Catalog.Parent);
            catalog = new(ReadCatalog);
        }

        previous = RunArtifacts.Previous(build.Artifacts);
        Leftovers.Remove(build.Artifacts, Console.WriteLine);
        UnfinishedBuilds.RemoveLeft(build.Artifacts);
        ClaimPort();
        Start(Settings.Resume ? ReadResumed() : Destination(Settings.Environment));
    }

    /// <summary>The environment of this name, which has to suit the planned targets.</summary>
    /// <param name="name">Its name; null: <c>local</c>, which needs no cloud account.</param>
    public DeploymentEnvironment Destination(string? name)
    {
        Assert.True(Settings.Parallel > 0, "--parallel is a number of steps: give 1 or more");
        Assert.True(Settings.StepTimeout > 0, "--step-timeout is a number of minutes: give more than 0");
        if (build.EnvironmentOfTargets is { } other)
            return other;

        var environment = Platform.Environment(name ?? DeploymentEnvironment.LocalName);
        Assert.True(
            environment.Promotion == Promotion.Automatic || !(Plans(BumpTarget) || Plans(PreviewTarget)),
            $"{environment.Name} takes changes by pull request only: deliver to an environment before it, and then \"Promote --to {environment.Name}\""
        );
        return environment;
    }

    /// <summary>Has targets work on a catalog that is not written yet.</summary>
    public void Take(Platform proposed) => platform = new(proposed);

    /// <summary>What a run would work on, and the services that are selected for it.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="source">The commit, and what differs from it.</param>
    public async Task<(RunOptions Options, ImmutableArray<SelectedSource> Services)> Prepare(
        DeploymentEnvironment environment,
        SourceRevision source
    )
    {
        var arrivals = Arrivals.Read(build.Artifacts, Settings.Handover);
        var selector = new ServiceSelector(build, Settings, Platform, environment, source, arrivals);
        var services = await selector.Select(Base, resumed);
        // What a job hands over in which code of services has run is for that target to judge.
        if (!Plans(ReceiveTarget))
            foreach (var service in services)
                arrivals.TakeOver(build.Artifacts, source.Commit, service.Source.Name);
        var options = new RunOptions
        {
            Platform = Platform,
            Environment = environment,
            Selected = [.. services.Select(selected => selected.Source)],
            Source = source,
            Targets = [.. build.InvokedTargets.Select(target => target.Name)],
            Resumed = resumed,
            Artifacts = build.Artifacts,
            Extensions = [build.Registries, arrivals],
            SearchPath = new(() =>
                ToolInventory.SearchPath(build.RootDirectory, ToolCache.OfUser(build.RootDirectory))
            ),
            Parallel = Settings.Parallel,
            Limits = StepLimit.Parse(Settings.Limits, DeclaredTargets.Limits),
            FailFast = Settings.FailFast,
            StepTimeout = TimeSpan.FromMinutes(Settings.StepTimeout),
            Cache = Settings.NoCache ? null : ResultCache,
            Secrets = RunSecrets.Of(build, Platform),
            Settings = Arguments.Given(StepParameters, CommandLine),
        };
        return (options, services);
    }

    /// <summary>
    /// A text without the secrets that are known by now: those of parameters, and of the run once there is one.
    /// </summary>
    public string Redact(string text) => run?.Redact(text) ?? Redaction.Apply(text);

    /// <summary>True for a text that must not be written anywhere.</summary>
    public bool HoldsSecret(string text) => Redaction.Apply(text) != text;

    /// <summary>Ends the run and tells what came of it, once, whoever comes first.</summary>
    public void BuildFinished() =>
        end.Once(() =>
        {
            if (run is not { } ended)
                return;

            using HeldSignals held = new(ended.StopSharing);
            ended.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (traces?.Export(TraceResource.Of(ended.Options, Environment.GetEnvironmentVariable)) is { } untaken)
                console!.Warned(ended.Redact(untaken));
            JobOutputs.Write(ended, Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));
            var troubles = RunArtifacts.Write(ended, previous?.GetAwaiter().GetResult());
            foreach (var trouble in troubles)
                console!.Warned(trouble);
            console!.RunEnded(ended);
            workspace?.Dispose();
        });

    private void PreparePreview()
    {
        if (compared?.Directory != Settings.Catalog.Parent || Settings.AssumeClean)
            compared = PendingSource.Ask(Settings.Catalog.Parent, Settings.AssumeClean);
        _ = Task.Run(() => Platform);
    }

    // True where another run has had it.
    private bool TakeWorkspace()
    {
        var command = Redaction.Apply($"./build.sh {string.Join(' ', CommandLine)}".TrimEnd());
        var waited = false;
        void Wait(string line)
        {
            waited = true;
            Console.WriteLine(MessageText.Line(line));
        }

        workspace = WorkspaceLock
            .Take(build.Artifacts / "run.lock", command, Wait, wait: !Settings.NoWait)
            .GetAwaiter()
            .GetResult();
        return waited;
    }

    // What a resumed run takes over names the registry that the port is a part of.
    private void ClaimPort()
    {
        var before = WorkspacePort.Read(build.Artifacts).Ports;
        if (catalog.Value.Environments.Any(WorkspacePort.IsAskedFor))
        {
            var ports = WorkspacePort.Claim(build.Artifacts).GetAwaiter().GetResult().Ports;
            Assert.True(
                !Settings.Resume || before.IsEmpty || ports[0] == before[0],
                $"the port {before.FirstOrDefault()} of this workspace's registry is taken by another program now, and the run to resume has images there: run without --resume"
            );
        }

        platform = Here();
    }

    private Lazy<Platform> Here() => new(() => WorkspacePort.Read(build.Artifacts).In(catalog.Value));

    private DeploymentEnvironment ReadResumed()
    {
        resumed = Resumption.Read(build.Artifacts);
        resumed.Agree("target", [.. build.InvokedTargets.Select(target => target.Name)], resumed.Targets);
        string[] given = Settings.Environment is { } named ? [named] : [];
        return Destination(resumed.Agree("environment", given, resumed.Environment)[0]);
    }

    private void Start(DeploymentEnvironment environment)
    {
        if (IdentityConflict.Find(environment, Environment.GetEnvironmentVariable) is { } conflict)
        {
            Assert.True(!conflict.IsRefused, conflict.Message);
            Console.WriteLine($"warning: {conflict.Message}");
        }

        var (options, services) = PrepareAhead(environment).GetAwaiter().GetResult();
        console = RunViewSelection.Of(Console.Out);
        traces = TraceExport.Begin(new(Environment.GetEnvironmentVariable));
        PipelineRun.Current = run = new(options, build.ExecutionPlan, console);
        console.RunStarts(options);
        foreach (var variable in run.Redaction.StatedElsewhere)
            console.Warned(
                $"{variable} holds a word that {Path.GetFileName(Settings.Catalog)} states too: it counts as no secret, and is not redacted"
            );
        if (Plans(BumpTarget) && EnvironmentFreeze.At(DateTimeOffset.UtcNow, environment) is { } frozen)
            console.Warned($"{frozen}");
        SelectionText.WriteNotHere(Platform, Console.Out);
        SelectionText.Write(services, Base, Console.Out);
        foreach (var line in resumed?.Describe() ?? [])
            Console.WriteLine(line);
    }

    // While Git compares, the keys of the commit as it is are begun: mostly nothing differs.
    private async Task<(RunOptions Options, ImmutableArray<SelectedSource> Services)> PrepareAhead(
        DeploymentEnvironment environment
    )
    {
        // What is selected may depend on what differs from the commit.
        if (resumed is not null || Base is not null)
            return await Prepare(environment, await Source.Whole());

        var (options, services) = await Prepare(environment, await Source.Commit);
        var keys = CacheKeys.Ahead(
            options,
            options.Cache,
            IsForInvokedAlone ? build.InvokedTargets : build.ExecutionPlan
        );
        var whole = await Source.Whole();
        if (whole.Changes.IsEmpty)
            return (options with { Keys = keys }, services);

        keys?.Dispose();
        return (options with { Source = whole }, services);
    }

    private CacheOptions ResultCache =>
        new(
            new LocalStore(
                build.Artifacts / "cache",
                Settings.CacheSize is { } size ? ByteSize.Parse(size) : LocalStore.DefaultLimit
            )
        )
        {
            Shared = SharedStores.Find(Settings.Cache, Environment.CurrentDirectory, build.Registries),
            IsReadOnly = Settings.CacheReadOnly || Event.IsPullRequest,
        };

    private Platform ReadCatalog() =>
        CatalogReader.Read(Settings.Catalog, build.Artifacts, SupportedLanguages.Declared, HoldsSecret);

    // A build without a catalog, or with one that cannot be read, states nothing.
    private ImmutableArray<string> Stated()
    {
        try
        {
            return StatedWords.Of(Platform);
        }
        catch (Exception unread) when (unread is not OutOfMemoryException)
        {
            return [];
        }
    }

    // "--skip" without a name skips all others, which need no keys.
    private bool IsForInvokedAlone => Arguments.Given(["Skip"], CommandLine) is [_];

    private bool Plans(string target) => build.ExecutionPlan.Any(planned => planned.Name == target);
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Promotions;
using Pipeline.Deployments.Targets;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

/// <summary>
/// A platform from develop to production: its sources, its registry, its GitOps repository with a folder for each
/// environment.
/// </summary>
internal sealed class PromotionWorkspace : IAsyncDisposable
{
    private static readonly RetrySchedule Quick = new() { First = TimeSpan.FromMilliseconds(20) };

    private readonly BumpWorkspace sources;

    private PromotionWorkspace(BumpWorkspace sources, GitOpsRemote remote, SeededRegistry registry)
    {
        this.sources = sources;
        Remote = remote;
        Registry = registry;
        Environments =
        [
            Environment("develop", null),
            Environment("qa", "develop"),
            Environment("staging", "qa"),
            Environment("production", "staging"),
        ];
    }

    public GitOpsRemote Remote { get; }

    public SeededRegistry Registry { get; }

    public ImmutableArray<DeploymentEnvironment> Environments { get; private set; }

    /// <summary>Knows how services fare.</summary>
    public IEnvironmentHealth Health { get; set; } = new UnwatchedHealth();

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The objectives of each service.</summary>
    public ImmutableArray<Objective> Objectives { get; set; } = [];

    public SupportedDeployments Kinds => new(new GitOpsDeployment { Schedule = Quick, Health = Health });

    public AbsolutePath Artifacts => sources.Artifacts;

    public static async Task<PromotionWorkspace> Create()
    {
        var remote = await GitOpsRemote.Create();
        await remote.Commit([
            .. from environment in new[] { "develop", "qa", "staging", "production" }
            from service in new[] { "auth", "flag" }
            select (File(environment, service), ImageMatchingTests.Deployment(service, service, "busybox")),
        ]);
        return new(await BumpWorkspace.Create(remote.Url), remote, await SeededRegistry.Start());
    }

    public static string File(string environment, string service = "auth") =>
        $"gitops/{environment}/{service}-service/deployment.yaml";

    public DeploymentEnvironment this[string name] => Environments.Single(environment => environment.Name == name);

    public void Change(string name, Func<DeploymentEnvironment, DeploymentEnvironment> change) =>
        Environments = [.. Environments.Select(each => each.Name == name ? change(each) : each)];

    /// <summary>Makes a commit of the sources.</summary>
    public async Task<string> Commit(string message = "Change", string? file = null)
    {
        sources.Write(file ?? "services/auth/main.go", $"// {Guid.NewGuid()}\n");
        await sources.Git("add", "--all");
        await sources.Git("commit", "--quiet", $"--message={message}");
        return await sources.Git("rev-parse", "HEAD");
    }

    public Task<string> Git(params string[] arguments) => sources.Git(arguments);

    /// <summary>Pushes the image of the sources' commit, and bumps an environment to it.</summary>
    public async Task<ImageReference> Deliver(string environment = "develop", string service = "auth")
    {
        var image = await Registry.Push($"togglemaster/{service}-service", await Tag());
        (await Bump(image, environment, service)).Status.ShouldBe(StepStatus.Passed);
        return image;
    }

    /// <summary>Bumps an environment to an image that is in the registry.</summary>
    public async Task<StepResult> Bump(
        ImageReference image,
        string environment = "develop",
        string service = "auth",
        ChangeOptions? options = null
    )
    {
        sources.Services = Services;
        sources.Environment = this[environment];
        sources.Options = options ?? new();
        sources.Clock = Clock;
        return (await sources.Bump([service], _ => image)).Single();
    }

    public Task<string> Tag() => sources.Git("rev-parse", "--short=7", "HEAD");

    public Task<StepResult> Promote(string to, PromotionOptions? options = null, string service = "auth") =>
        Run(
            "Promote",
            to,
            service,
            step => Pipeline.Deployments.Targets.Promote.Run(step, options ?? new(), Kinds, Clock)
        );

    public Task<StepResult> RollBack(string environment, RollbackOptions? options = null, string service = "auth") =>
        Run("Rollback", environment, service, step => Rollback.Run(step, options ?? new(), Kinds));

    /// <summary>Runs a step about a service.</summary>
    public async Task<StepResult> Run(
        string target,
        string environment,
        string service,
        Func<StepContext, Task<StepResult>> body
    )
    {
        var chosen = Services.Single(each => each.Name == service);
        await using var run = new PipelineRun(
            new RunOptions
            {
                Platform = Platform,
                Environment = this[environment],
                Source = await PendingSource.Ask(sources.Root).Whole(),
                Selected = [chosen],
                Artifacts = Artifacts,
                SearchPath = new(SearchPath),
                Secrets = Secrets,
                Extensions = [KnownRegistries.All],
            },
            () => [],
            []
        );
        StepResult? result = null;
        await new StepExecution(run.Options, TestContext.Current.CancellationToken).Run(
            new(target, async contexts => [await body(contexts[0])], Together: false),
            [new StepContext(run, new(target, service), chosen)],
            (step, _) => result = step.Result
        );
        return result!;
    }

    public ImmutableArray<string> Secrets { get; set; } = [];

    /// <summary>The folders that steps find programs in; null: those of the process.</summary>
    public string? SearchPath { get; set; }

    public Platform Platform =>
        new()
        {
            Name = "togglemaster",
            Root = sources.Root,
            Services = Services,
            Environments = Environments,
        };

    /// <summary>The image that an environment's manifest names.</summary>
    public async Task<string> Running(string environment, string service = "auth") =>
        (await Remote.Read(File(environment, service))).Split("image: ")[1].Split('\n')[0];

    /// <summary>What the last commit of the GitOps repository says to machines.</summary>
    public async Task<DeploymentTrailers> LastTrailers() => DeploymentTrailers.Parse(await Remote.Show("%B")).Single();

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await sources.DisposeAsync();
        Remote.Dispose();
    }

    private ImmutableArray<Service> Services =>
        [
            .. new[] { "auth", "flag" }.Select(name =>
                ManifestCase.NewService(name) with
                {
                    Directory = sources.Root / "services" / name,
                    Context = sources.Root / "services" / name,
                    Manifests = $"{name}-service",
                    Objectives = Objectives,
                }
            ),
        ];

    private DeploymentEnvironment Environment(string name, string? from) =>
        new()
        {
            Name = name,
            Registry = Registry.Name,
            GitOps = new(Remote.Url, "main", $"gitops/{name}"),
            PromotedFrom = from,
            Gates = [],
        };
}

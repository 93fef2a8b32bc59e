using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;
using Pipeline.Planning;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>A platform in a Git repository, and runs of Bump in it.</summary>
internal sealed class BumpWorkspace : IAsyncDisposable
{
    private static readonly RetrySchedule Quick = new() { First = TimeSpan.FromMilliseconds(20) };

    private BumpWorkspace(AbsolutePath root) => Root = root;

    public AbsolutePath Root { get; }

    public AbsolutePath Artifacts => Root / "artifacts";

    public ImmutableArray<Service> Services { get; set; } =
    [ManifestCase.NewService("auth"), ManifestCase.NewService("flag"), ManifestCase.NewService("targeting")];

    public required DeploymentEnvironment Environment { get; set; }

    public RetrySchedule Schedule { get; set; } = Quick;

    public ImmutableArray<string> Secrets { get; set; } = ["made-up-token"];

    /// <summary>Where programs are looked for; null: on the path of the process.</summary>
    public string? SearchPath { get; set; }

    /// <summary>The earlier jobs of a workflow whose files have arrived; null for none.</summary>
    public string? EarlierJobs { get; set; }

    /// <summary>How the bump is asked for.</summary>
    public ChangeOptions Options { get; set; } = new();

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>What the last run handed over.</summary>
    public ImmutableArray<ImageBump> Bumps { get; private set; } = [];

    public static async Task<BumpWorkspace> Create(string? remote = null, string branch = "main")
    {
        AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-").FullName;
        var workspace = new BumpWorkspace(root)
        {
            Environment = new()
            {
                Name = remote is null ? DeploymentEnvironment.LocalName : "develop",
                Registry = "registry.example:5000",
                GitOps = new(remote ?? root / "artifacts" / "local" / "gitops.git", branch, "gitops/manifests"),
                Gates = [],
            },
        };
        await workspace.Git("init", "--quiet", "--initial-branch=main");
        await workspace.Configure("user.name", "A Developer");
        await workspace.Configure("user.email", "developer@example.com");
        await workspace.Configure("commit.gpgsign", "false");
        workspace.Write(".gitignore", "artifacts/\n");
        await workspace.Commit();
        return workspace;
    }

    public static ImageReference Image(string service, string tag) =>
        new("registry.example:5000", $"togglemaster/{service}-service", tag, $"sha256:{new string('7', 64)}");

    public Task<string> Git(params string[] arguments) => Pipeline.Foundation.Git.GitCommand.Run(Root, arguments);

    public Task Configure(string key, string value) => Git("config", key, value);

    public async Task<string> Commit()
    {
        await Git("add", "--all");
        await Git("commit", "--quiet", "--allow-empty", "--message=Change");
        return await Git("rev-parse", "HEAD");
    }

    /// <summary>
    /// Turns the clone into one of a tag's commit alone, as CI checks it out; its remote has all of the branch.
    /// </summary>
    public async Task BecomeShallow(string tag)
    {
        AbsolutePath origin = Root / "artifacts" / "origin.git";
        await Git("clone", "--quiet", "--bare", ".", origin);
        Directory.Delete(Root / ".git", recursive: true);
        await Git("init", "--quiet", "--initial-branch=main");
        await Git("remote", "add", "origin", $"file://{origin}");
        await Git("fetch", "--quiet", "--depth=1", "--no-tags", "origin", $"refs/tags/{tag}");
        await Git("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD");
    }

    public void Write(string path, string content)
    {
        var file = Root / path;
        Directory.CreateDirectory(file.Parent!);
        File.WriteAllText(file, content);
    }

    /// <summary>
    /// Bumps services to images that bear the commit's tag; those not pushed are left without an image.
    /// </summary>
    public Task<ImmutableArray<StepResult>> Bump(params string[] services) => Bump(services, pushed: services);

    public async Task<ImmutableArray<StepResult>> Bump(string[] services, string[] pushed, string? without = null)
    {
        var source = await PendingSource.Ask(Root).Whole();
        return await Bump(services, service => pushed.Contains(service) ? Image(service, source.Tag) : null, without);
    }

    /// <param name="services">The services of the run.</param>
    /// <param name="image">What was pushed of a service.</param>
    /// <param name="without">Why the others have no image; null where they were just not pushed.</param>
    public async Task<ImmutableArray<StepResult>> Bump(
        string[] services,
        Func<string, ImageReference?> image,
        string? without = null
    )
    {
        var chosen = Services.Where(service => services.Contains(service.Name)).ToImmutableArray();
        await using var run = new PipelineRun(
            new RunOptions
            {
                Platform = new()
                {
                    Name = "togglemaster",
                    Root = Root,
                    Services = Services,
                    Environments = [Environment],
                },
                Environment = Environment,
                Source = await PendingSource.Ask(Root).Whole(),
                Selected = [.. chosen],
                Artifacts = Artifacts,
                Secrets = Secrets,
                SearchPath = new(SearchPath),
                Extensions = [KnownRegistries.All, Arrivals.Read(Artifacts, EarlierJobs)],
            },
            () => [],
            []
        );
        foreach (var service in chosen)
            if (image(service.Name) is { } reference)
                new StepContext(run, new("Push", service.Name), service).Provide(new PushedImage(reference));
            else if (without is not null)
                new StepContext(run, new("Push", service.Name), service).Provide(new NoImage(without));

        var results = new Dictionary<string, StepResult>();
        await new StepExecution(run.Options, TestContext.Current.CancellationToken).Run(
            new(
                "Bump",
                contexts => Pipeline.Deployments.Targets.Bump.Run(contexts, Options, Kinds, Clock),
                Together: true
            ),
            [.. chosen.Select(service => new StepContext(run, new("Bump", service.Name), service))],
            (step, _) => results[step.Key.Service] = step.Result
        );
        Bumps = [.. run.Handover.All<ImageBump>().Select(entry => entry.Value)];
        return [.. chosen.Select(service => results[service.Name])];
    }

    private SupportedDeployments Kinds => new(new GitOpsDeployment { Schedule = Schedule });

    public string Log(string service) => File.ReadAllText(Artifacts / "logs" / service / "Bump.log");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return default;
    }
}

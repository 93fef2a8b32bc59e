using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.GitOps.ArgoCd;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>A delivery of services to an environment with an Argo CD, and runs of Verify after it.</summary>
internal sealed class VerifyWorkspace : IRunObserver, IDisposable
{
    private static readonly ImageReference Image = BumpWorkspace.Image("auth", "a1b2c3d");

    private readonly string variable = $"PIPELINE_TESTS_{Guid.NewGuid():N}";
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-verify-").FullName;
    private readonly GitOpsRemote remote;

    private VerifyWorkspace(GitOpsRemote remote, string older, string commit, string later, FakeArgoCd? server)
    {
        this.remote = remote;
        (Older, Commit, Later) = (older, commit, later);
        Settings = new()
        {
            IsEnabled = server is not null,
            Server = server?.Address,
            TokenVariable = variable,
            Timeout = TimeSpan.FromMinutes(1),
            Namespace = "shop",
        };
        Bump = new("develop", "gitops/manifests/auth-service/deployment.yaml", Commit, Image);
        Token = FakeArgoCd.Token;
    }

    /// <summary>The commits before, of and after the delivery.</summary>
    public string Older { get; }

    public string Commit { get; }

    public string Later { get; }

    public ArgoCdSettings? Settings { get; set; }

    public ImageBump? Bump { get; set; }

    public string? Token
    {
        set => Environment.SetEnvironmentVariable(variable, value);
    }

    /// <summary>Stands for the rollback.</summary>
    public Func<StepContext, string, Task<StepResult>> RollBack { get; set; } =
        (_, _) => throw new InvalidOperationException("nobody asked for a rollback");

    public List<string> Told { get; } = [];

    public static async Task<VerifyWorkspace> Create(FakeArgoCd? server)
    {
        var gitOps = await GitOpsRemote.Create("auth");
        var commits = new List<string>();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await gitOps.Commit((GitOpsRemote.File("auth"), text));
            commits.Add(await gitOps.Show("%H"));
        }

        return new(gitOps, commits[0], commits[1], commits[2], server);
    }

    public async Task<StepResult> Verify(params string[] others)
    {
        var environment = new DeploymentEnvironment
        {
            Name = "develop",
            Registry = "registry.example",
            GitOps = new(remote.Url, "main", "gitops/manifests"),
            Gates = [],
            ArgoCd = Settings,
        };
        var services = others.Prepend("auth").Select(ManifestCase.NewService).ToImmutableArray();
        await using var run = new PipelineRun(
            new RunOptions
            {
                Platform = new()
                {
                    Name = "shop",
                    Root = folder,
                    Services = services,
                    Environments = [environment],
                },
                Environment = environment,
                Source = new()
                {
                    Root = folder,
                    Commit = new('a', 40),
                    Tag = "aaaaaaa",
                    Time = DateTimeOffset.UnixEpoch,
                },
                Selected = [.. services],
                Artifacts = folder / "artifacts",
            },
            () => [],
            [this]
        );
        if (Bump is not null)
            new StepContext(run, new("Bump", "auth"), services[0]).Provide(Bump);

        Step? ended = null;
        var schedule = new ObservationSchedule
        {
            Pause = TimeSpan.FromMilliseconds(20),
            Refresh = TimeSpan.FromMilliseconds(100),
            Grace = TimeSpan.FromMilliseconds(60),
        };
        await new StepExecution(run.Options, TestContext.Current.CancellationToken).Run(
            new("Verify", contexts => ApplicationObservation.Run(contexts, schedule, RollBack), Together: true),
            [.. services.Select(service => new StepContext(run, new("Verify", service.Name), service))],
            (step, _) => ended = step.Key.Service == "auth" ? step : ended
        );
        return ended!.Result;
    }

    /// <summary>Has the wait end by its timeout once it has asked.</summary>
    public void TimeOutSoon() => Settings = Settings! with { Timeout = TimeSpan.FromSeconds(0.1) };

    public string Log() => File.ReadAllText(folder / "artifacts" / "logs" / "auth" / "Verify.log");

    public void StepTold(StepKey step, string line) => Told.Add($"{step}: {line}");

    public void Dispose()
    {
        Token = null;
        remote.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

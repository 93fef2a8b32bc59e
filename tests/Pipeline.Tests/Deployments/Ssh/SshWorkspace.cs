using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Audit;
using Pipeline.Deployments.Promotions;
using Pipeline.Deployments.Ssh;
using Pipeline.Deployments.Targets;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Planning;
using Pipeline.Tests.Deployments.GitOps;
using Pipeline.Tests.Deployments.GitOps.Promotions;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>
/// A platform with one service, its registry, and hosts that it is deployed to: a program that answers with its
/// version.
/// </summary>
internal sealed class SshWorkspace : IAsyncDisposable
{
    // The names of variables are the process's own, which tests share.
    private readonly string name = $"{Guid.NewGuid():N}"[..8];

    private readonly BumpWorkspace sources;

    private SshWorkspace(
        BumpWorkspace sources,
        SeededRegistry registry,
        AbsolutePath key,
        ImmutableArray<SystemdHost> hosts
    )
    {
        this.sources = sources;
        (Registry, Hosts) = (registry, hosts);
        Environment.SetEnvironmentVariable(KeyVariable, File.ReadAllText(key));
        sources.Write("known_hosts", string.Concat(hosts.Select(host => host.KnownAs)));
        Settings = new()
        {
            Hosts = [.. hosts.Select(host => host.Address)],
            KnownHosts = Root / "known_hosts",
            KeyVariable = KeyVariable,
            Folder = $"/opt/{name}",
            UnitPrefix = name,
            Timeout = TimeSpan.FromSeconds(5),
            Keep = 3,
        };
        Program = new()
        {
            Files = "/app",
            Run = ["python3", "./serve.py"],
            Port = 8000,
            Health = "/health",
        };
    }

    public SeededRegistry Registry { get; }

    public ImmutableArray<SystemdHost> Hosts { get; }

    public SshSettings Settings { get; set; }

    public ImmutableArray<Freeze> Freezes { get; set; } = [];

    public HostedProgram Program { get; set; }

    /// <summary>How long a process must stay the same.</summary>
    public TimeSpan Steadiness { get; set; }

    /// <summary>True: the last host is an environment of its own, which is promoted to.</summary>
    public bool HasNext { get; set; }

    public AbsolutePath Root => sources.Root;

    /// <summary>The folder of the service on the hosts.</summary>
    public string Folder => $"{Settings.Folder}/auth";

    /// <summary>The unit of the service.</summary>
    public string Unit => $"{name}-auth.service";

    private string KeyVariable => $"KEY_{name}";

    /// <param name="hosts">The hosts that tests share; each workspace has folders and units of its own there.</param>
    /// <param name="count">How many of them are deployed to.</param>
    public static async Task<SshWorkspace> Create(SystemdHosts hosts, int count = 1) =>
        new(await BumpWorkspace.Create(), await SeededRegistry.Start(), hosts.Key, hosts.All[..count]);

    /// <summary>Sets a variable of the process until it is disposed.</summary>
    public IDisposable SetVariable(string variable, string? value)
    {
        Environment.SetEnvironmentVariable(variable, value);
        return new Unset(variable);
    }

    /// <summary>From now on the variable holds another key; null: it is not set.</summary>
    public void UseKey(string? key) => Environment.SetEnvironmentVariable(KeyVariable, key);

    /// <summary>From now on the key has a passphrase.</summary>
    public async Task Lock(string passphrase)
    {
        await SystemdHost.NewKey(Root / "locked", passphrase);
        UseKey(await File.ReadAllTextAsync(Root / "locked"));
        foreach (var host in Hosts)
            await host.LetIn(Root / "locked.pub");
    }

    /// <summary>From now on a variable holds the key's passphrase.</summary>
    public void UsePassphrase(string passphrase)
    {
        Settings = Settings with { PassphraseVariable = $"PHRASE_{name}" };
        Environment.SetEnvironmentVariable(Settings.PassphraseVariable, passphrase);
    }

    /// <summary>Pushes the image of a new commit.</summary>
    /// <param name="program">What its Python does beside answering.</param>
    public async Task<ImageReference> Push(string program = "")
    {
        sources.Write("services/auth/main.go", $"// {Guid.NewGuid()}\n");
        await sources.Commit();
        var tag = await sources.Git("rev-parse", "--short=7", "HEAD");
        var layer = new FileLayer()
            .Add("app/serve.py", $"version = '{tag}'\n{program}\n{Serve}")
            .Add("app/version", tag)
            .Pack();
        return await Registry.Push("togglemaster/auth-service", tag, null, layer);
    }

    /// <summary>Pushes the image of a new commit, and delivers it.</summary>
    public async Task<StepResult> Deliver(string program = "") => await Deliver(await Push(program));

    public Task<StepResult> Deliver(
        ImageReference image,
        string target = "Bump",
        CancellationToken cancellation = default
    ) => Run(target, step => Bumped(step, image), Environments[0], cancellation);

    public Task<StepResult> DeliverAndVerify(ImageReference image) =>
        Run(
            "Verify",
            async step =>
            {
                await Bumped(step, image);
                return (await Verify.Run([step], Kinds)).Single();
            }
        );

    public Task<StepResult> Promote(PromotionOptions options) =>
        Run("Promote", step => Pipeline.Deployments.Targets.Promote.Run(step, options, Kinds), Environments[1]);

    public Task<StepResult> Drift() =>
        Run("Drift", step => Pipeline.Deployments.Audit.Drift.Run(step.Service, step, Environments, Kinds));

    public Task<StepResult> RollBack(RollbackOptions? options = null) =>
        Run("Rollback", step => Rollback.Run(step, options ?? new(), Kinds));

    /// <summary>The state of the service.</summary>
    public async Task<ServiceState> State(string environment = "production") =>
        (
            await Status.Read(
                Platform,
                Platform.Services,
                [Platform.Environment(environment)],
                Kinds,
                sources.Artifacts
            )
        ).Single();

    /// <summary>The release that a host has as its current one.</summary>
    public Task<string> Current(SystemdHost? host = null) =>
        (host ?? Hosts[0]).Run($"basename $(readlink {Folder}/current)");

    /// <summary>The process of the service on the first host.</summary>
    public Task<string> Process() => Hosts[0].Run($"systemctl show -p ExecMainPID {Unit}");

    /// <summary>What the service answers on a host.</summary>
    public Task<string> Answer(SystemdHost? host = null) =>
        (host ?? Hosts[0]).Run(
            $"python3 -c 'import urllib.request; print(urllib.request.urlopen(\"http://127.0.0.1:{Program.Port}/\").read().decode())'"
        );

    public string Log(string target) => File.ReadAllText(sources.Artifacts / "logs" / "auth" / $"{target}.log");

    public SupportedDeployments Kinds =>
        new(
            new SshDeployment
            {
                Steadiness = Steadiness,
                Schedule = new() { Attempts = 2, First = TimeSpan.FromMilliseconds(20) },
            }
        );

    public ImmutableArray<DeploymentEnvironment> Environments =>
        [
            New("production", HasNext ? Settings with { Hosts = Settings.Hosts[..^1] } : Settings, null),
            .. HasNext
                ? [New("next", Settings with { Hosts = [Settings.Hosts[^1]] }, "production")]
                : Array.Empty<DeploymentEnvironment>(),
        ];

    public Platform Platform =>
        new()
        {
            Name = "shop",
            Root = sources.Root,
            Services = [ManifestCase.NewService("auth") with { Ssh = Program }],
            Environments = Environments,
        };

    /// <summary>Runs a step about the service.</summary>
    public async Task<StepResult> Run(
        string target,
        Func<StepContext, Task<StepResult>> body,
        DeploymentEnvironment? environment = null,
        CancellationToken cancellation = default
    )
    {
        var service = Platform.Services[0];
        await using var run = new PipelineRun(
            new RunOptions
            {
                Platform = Platform,
                Environment = environment ?? Environments[0],
                Source = await PendingSource.Ask(sources.Root).Whole(),
                Selected = [service],
                Artifacts = sources.Artifacts,
                Extensions = [KnownRegistries.All, Arrivals.Read(sources.Artifacts, null)],
            },
            () => [],
            []
        );
        StepResult? result = null;
        await new StepExecution(run.Options, cancellation).Run(
            new(target, async contexts => [await body(contexts[0])], Together: false),
            [new StepContext(run, new(target, service.Name), service)],
            (step, _) => result = step.Result
        );
        return result!;
    }

    public async ValueTask DisposeAsync()
    {
        UseKey(null);
        if (Settings.PassphraseVariable is { } variable)
            Environment.SetEnvironmentVariable(variable, null);
        foreach (var host in Hosts)
            await host.Run($"systemctl stop {Unit}; rm -f /etc/systemd/system/{Unit}");
        await Registry.DisposeAsync();
        await sources.DisposeAsync();
    }

    private async Task<StepResult> Bumped(StepContext step, ImageReference image)
    {
        step.Provide(new PushedImage(image));
        return (await Bump.Run([step], new(), Kinds)).Single();
    }

    private DeploymentEnvironment New(string environment, SshSettings settings, string? from) =>
        new()
        {
            Name = environment,
            Registry = Registry.Name,
            GitOps = null,
            Ssh = settings,
            PromotedFrom = from,
            Freezes = Freezes,
            Gates = [],
        };

    private sealed record Unset(string Variable) : IDisposable
    {
        public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);
    }

    private const string Serve = """
        import http.server, os
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(globals().get('status', 200) if self.path == '/health' else 200)
                self.send_header('Location', '/')
                self.end_headers()
                self.wfile.write((version + ' ' + os.environ.get('GREETING', '')).strip().encode())
            def log_message(self, *_):
                pass
        http.server.HTTPServer.allow_reuse_address = True
        http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
        """;
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality;

/// <summary>
/// What a program of a service can reach on Linux. The environment, and the home that it names, belong to the process:
/// these tests run alone.
/// </summary>
[CollectionDefinition(nameof(HostileServiceTests), DisableParallelization = true)]
[Collection(nameof(HostileServiceTests))]
public sealed class HostileServiceTests : IAsyncDisposable
{
    private readonly StepHarness harness = new("evil", Language.Custom);
    private readonly Dictionary<string, string?> before = [];
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string socket = $"{Guid.NewGuid():N}";
    private readonly AbsolutePath machine = Directory.CreateTempSubdirectory("machine-").FullName;

    public HostileServiceTests()
    {
        Assert.SkipWhen(Landlock.Obstacle is not null, $"{Landlock.Obstacle}");
        Set("HOME", Home);
        foreach (var name in new[] { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL" })
            Set(name, null);
        foreach (var name in new[] { "ENV", "PATH", "OUTPUT", "STEP_SUMMARY" })
            Set($"GITHUB_{name}", machine / "runner/_runner_file_commands/set_env_1");
        Set("GITHUB_TOKEN", "ghs_made_up_token");
        Set("ACTIONS_ID_TOKEN_REQUEST_URL", "http://127.0.0.1/token");
        Set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "made-up-request-token");
        Set("AWS_ACCESS_KEY_ID", "made-up-key-id");
        Set("AWS_SECRET_ACCESS_KEY", "made-up-aws-key");
        Set("COSIGN_KEY", "made-up-signing-key");
        Set("NPM_CONFIG_TOKEN", "made-up-npm-token");
        Set("PIP_EXTRA", "ghs_made_up_token");
        Set("KUBECONFIG", machine / "kube/config");
        foreach (var file in Files())
        {
            Directory.CreateDirectory(file.Parent!);
            File.WriteAllText(file, "as it was\n");
        }

        Git("init", "--quiet", "--initial-branch", "main");
        Git("add", "services");
        Git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "--message", "first");
        listener.Bind(new UnixDomainSocketEndPoint($"\0pipeline-{socket}"));
        listener.Listen();
    }

    public static TheoryData<string> Ways => [.. HostileAttempt.All.Select(attempt => attempt.Way)];

    private AbsolutePath Home => machine / "home";

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_program_of_a_service_reaches_nothing_else(string way)
    {
        var attempt = HostileAttempt.All.Single(attempt => attempt.Way == way);
        Assert.SkipWhen(Landlock.Version < attempt.Landlock, $"needs Landlock {attempt.Landlock}");
        // The build itself prepares the home.
        await Try("true", (step, command) => step.Run(command));
        var untouched = Snapshot();

        var outcome = await Try(attempt.Script, (step, command) => step.Run(command));

        outcome.ExitCode.ShouldNotBe(0);
        Snapshot().ShouldBe(untouched);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Without_a_sandbox_it_would(string way)
    {
        var attempt = HostileAttempt.All.Single(attempt => attempt.Way == way);
        Assert.SkipWhen(attempt.IsOfRoot && !Environment.IsPrivilegedProcess, "root alone could");

        var outcome = await Try(attempt.Script, (step, command) => step.RunOwn(command));

        outcome.ExitCode.ShouldBe(0, outcome.Error);
    }

    [Theory]
    [InlineData("echo x > file && mkdir folder && mv file folder/ && rm -r folder")]
    [InlineData("ln -s nowhere link && mkfifo pipe && ln main.go hard")]
    [InlineData("echo x > $TMPDIR/file && mktemp")]
    [InlineData("echo x > /dev/null && echo x > /dev/shm/$TEST && rm /dev/shm/$TEST")]
    [InlineData("echo x > $HOME/.npm/entry && echo x > $HOME/.m2/repository/entry")]
    [InlineData("cat $HOME/.npmrc $ROOT/services/auth/main.go")]
    [InlineData("git status && git log")]
    [InlineData("sleep 60 & kill $!")]
    [InlineData("test \"$LC_NUMERIC\" = C -a \"$GOFLAGS\" = -v -a -n \"$PATH\"")]
    [InlineData("test -z \"$DOTNET_EnableDiagnostics_IPC\"")]
    public async Task A_program_of_a_service_does_what_builds_do(string script)
    {
        harness.Write("main.go", "package main\n");
        Set("LC_NUMERIC", "C");
        Set("GOFLAGS", "-v");
        Set("DOTNET_EnableDiagnostics_IPC", "0");

        var outcome = await Try(script, (step, command) => step.Run(command));

        outcome.ExitCode.ShouldBe(0, outcome.Error);
    }

    [Fact]
    public async Task A_variable_that_the_catalog_names_is_passed_on()
    {
        harness.Service = harness.Service with { PassEnv = ["GITHUB_TOKEN"] };

        var outcome = await Try("printf %s \"$GITHUB_TOKEN\"", (step, command) => step.Run(command));

        outcome.Output.ShouldBe("ghs_made_up_token");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(new int[0], false)]
    [InlineData(new[] { 443 }, false)]
    [InlineData(new[] { 0 }, true)]
    public async Task A_program_of_a_service_connects_to_the_ports_that_the_catalog_names(int[]? ports, bool connects)
    {
        Assert.SkipUnless(Landlock.KnowsPorts, "needs Landlock 4");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        harness.Service = harness.Service with { Network = ports?.ToImmutableSortedSet() };

        var outcome = await Connect(server);

        outcome.Succeeded.ShouldBe(connects, outcome.Error);
    }

    [Fact]
    public async Task A_server_that_was_started_for_the_tests_is_reached_in_any_case()
    {
        Assert.SkipUnless(Landlock.KnowsPorts, "needs Landlock 4");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        harness.Service = harness.Service with { Network = [] };

        var outcome = await Connect(server, step => step.Ports = [((IPEndPoint)server.LocalEndpoint).Port]);

        outcome.Succeeded.ShouldBeTrue(outcome.Error);
    }

    [Fact]
    public async Task A_step_that_fails_says_which_variables_its_programs_did_not_see()
    {
        Set("BOOKSHOP_REGION", "north");

        await harness.Execute(
            "Try",
            async (_, step) =>
                StepResult.Failed(
                    $"ended with {(await step.Run(new("sh", "-c", "test -n \"$BOOKSHOP_REGION\""))).ExitCode}"
                )
        );

        harness
            .Log("Try")
            .Split('\n')
            .Single(line => line.Contains("BOOKSHOP_REGION,", StringComparison.Ordinal))
            .ShouldMatch("^its programs did not see .*: name what they need in passEnv of the catalog$");
        harness.Log("Try").ShouldNotContain("north");
    }

    [Theory]
    [InlineData("setsid sh -c 'echo $$ > pid; exec sleep 300' > out 2>&1 &")]
    [InlineData("setsid sh -c 'echo $$ > pid; exec sleep 300' &")]
    public async Task What_a_step_leaves_running_ends_with_it_and_is_named(string script)
    {
        var result = await harness.Execute(
            "Try",
            async (service, step) =>
            {
                await step.Run(
                    new("sh", "-c", $"{script} until test -s pid; do sleep 0.05; done")
                    {
                        Directory = service.Directory,
                    }
                );
                return StepResult.PassedWith("ran");
            }
        );

        result.ShouldBe(StepResult.PassedWith("ran; ended what it left running: sleep 300"));
        Directory.Exists($"/proc/{await Written()}").ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_step_leaves_running_without_its_environment_ends_with_the_run()
    {
        var pid = machine / "pid";
        var run = new StepHarness("stray", Language.Custom);
        await run.Ask(step =>
        {
            step.Writable = [machine];
            return step.Run(
                new(
                    "sh",
                    "-c",
                    $"env -i setsid sh -c 'echo $$ > {pid}; exec sleep 300' > /dev/null 2>&1 & until test -s {pid}; do sleep 0.05; done"
                )
            );
        });

        await run.DisposeAsync();

        Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}").ShouldBeFalse();
    }

    [Fact]
    public async Task No_thread_of_the_build_gives_up_its_own_rights()
    {
        await Try("true", (step, command) => step.Run(command));

        // Those that start programs for the tests beside this one end with that.
        HashSet<string> confined = [.. Confined()];
        for (var look = 0; look < 100 && confined.Count > 0; look++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            confined.IntersectWith(Confined());
        }

        confined.ShouldBeEmpty();

        static IEnumerable<string> Confined() =>
            Directory
                .GetDirectories("/proc/self/task")
                .Where(task => ProcessFile.Read($"{task}/status").Contains("NoNewPrivs:\t1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repository_that_a_service_makes_of_its_folder_runs_nothing()
    {
        await Try(
            $"git init --quiet && git config core.fsmonitor 'touch {machine}/ran;' && git config core.hooksPath {machine}",
            (step, command) => step.Run(command)
        );

        await harness.Ask(async step => await SourceTree.Read(step));

        File.Exists(machine / "ran").ShouldBeFalse();
    }

    [Fact]
    public async Task An_interpreter_that_a_service_brings_along_is_asked_for_its_version_in_a_sandbox()
    {
        Programs.Write(harness.Service.Directory / "python", $"echo 3.12; echo x > {machine}/ran; echo $GITHUB_TOKEN");
        var tools = new ToolVersions(KnownTools.Read(machine / "tools"), harness.Root, searchPath: null);

        var version = await tools.Of(new(harness.Service.Directory / "python", "--version"));

        version.ShouldNotBeNull();
        File.Exists(machine / "ran").ShouldBeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
        listener.Dispose();
        await harness.DisposeAsync();
        Directory.Delete(machine, recursive: true);
    }

    private IEnumerable<AbsolutePath> Files() =>
        [
            .. """
                services/auth/main.go pipeline.yaml build.sh build/Build.cs
                artifacts/handover/aaaa/auth/PushedImage.Push.json artifacts/cache/entries/ab/abcd artifacts/journal.jsonl
                artifacts/logs/auth/Test.log artifacts/run.json artifacts/sarif/auth/Sast.sarif
                artifacts/tests/auth/Test.junit.xml artifacts/venvs/auth/site.py
                artifacts/local/gitops.git/refs/heads/main artifacts/local/gitops.git/hooks/sample
                """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(file => harness.Root / file),
            .. """
                home/.bashrc home/.profile home/.npmrc home/.config/go/env home/.local/bin/tool home/go/bin/govulncheck
                home/.cache/pipeline/tools/cosign/cosign home/.aws/credentials home/.docker/config.json
                home/.ssh/id_ed25519 home/.kube/config home/.config/gh/hosts.yml home/.git-credentials kube/config
                runner/_runner_file_commands/set_env_1
                """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(file => machine / file),
        ];

    private Task<CommandOutcome> Connect(TcpListener server, Action<StepContext>? prepare = null) =>
        Try(
            $"python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", {((IPEndPoint)server.LocalEndpoint).Port}), 5)'",
            (step, command) =>
            {
                prepare?.Invoke(step);
                return step.Run(command);
            }
        );

    private Task<CommandOutcome> Try(string script, Func<StepContext, CommandLine, Task<CommandOutcome>> run) =>
        harness.Ask(step =>
            run(
                step,
                new("sh", "-c", script)
                {
                    Directory = step.Service.Directory,
                    Variables = new Dictionary<string, string?>
                    {
                        ["ROOT"] = harness.Root,
                        ["MACHINE"] = machine,
                        ["SOCKET"] = socket,
                        ["TEST"] = socket,
                    }.ToImmutableDictionary(),
                }
            )
        );

    // Everything but what is the service's, and the log of its step.
    private Dictionary<string, string> Snapshot() =>
        new[] { harness.Root, machine }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => !file.StartsWith(harness.Service.Directory, StringComparison.Ordinal))
            .Where(file => !file.StartsWith(harness.Root / "artifacts/logs/evil", StringComparison.Ordinal))
            .ToDictionary(file => file, File.ReadAllText);

    private async Task<string> Written() =>
        (await File.ReadAllTextAsync(harness.Service.Directory / "pid", TestContext.Current.CancellationToken)).Trim();

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", arguments) { WorkingDirectory = harness.Root, UseShellExecute = false }
        )!;
        git.WaitForExit();
        git.ExitCode.ShouldBe(0);
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

using System.Net.Sockets;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Quality.Testing.Dependencies;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality;

public sealed class ServiceTestsTests : IAsyncDisposable
{
    private static readonly TestDependency Postgres = new("postgres", TestDependencyKind.Postgres);
    private static readonly TestDependency Redis = new("redis", TestDependencyKind.Redis);

    private readonly StepHarness harness = new(language: Language.Custom);
    private readonly Containers containers = new();

    [Fact]
    public async Task A_database_is_there_while_the_tests_run_and_gone_after_them()
    {
        var result = await Test(
            "psql \"$DATABASE_URL\" -Atc 'CREATE TABLE t (x int); SELECT 42' >answer; echo $PGPORT >port",
            Postgres
        );

        result.Status.ShouldBe(StepStatus.Passed, Log());
        Read("answer").ShouldContain("42");
        (await Answers(int.Parse(Read("port")))).ShouldBeFalse();
        LeftFolders().ShouldBeEmpty();
        File.Exists(ServerLog("postgres")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_wants_the_password_that_the_tests_are_given()
    {
        var result = await Test("! PGPASSWORD=made-up psql -Atc 'SELECT 1' 2>refusal", Postgres);

        result.Status.ShouldBe(StepStatus.Passed, Log());
        Read("refusal").ShouldContain("password authentication failed");
    }

    [Fact]
    public async Task Steps_that_run_at_once_have_a_database_each()
    {
        await using var other = new StepHarness("flag", Language.Custom);

        var results = await Task.WhenAll(
            Test("psql -c 'CREATE TABLE t (x int)' && sleep 0.5", Postgres),
            Test(other, "psql -c 'CREATE TABLE t (x int)' && sleep 0.5", Postgres)
        );

        results.ShouldAllBe(result => result.Status == StepStatus.Passed);
    }

    [Fact]
    public async Task Servers_of_one_kind_are_told_apart_by_their_names()
    {
        var orders = Postgres with { Name = "order-data" };

        var result = await Test(
            "test \"$DATABASE_URL\" != \"$ORDER_DATA_DATABASE_URL\" && psql \"$ORDER_DATA_DATABASE_URL\" -c 'SELECT 1'",
            Postgres,
            orders
        );

        result.Status.ShouldBe(StepStatus.Passed, Log());
    }

    [Fact]
    public async Task Redis_is_there_while_the_tests_run_and_gone_after_them()
    {
        var result = await Test("redis-cli -u \"$REDIS_URL\" SET a b >answer && echo $REDIS_PORT >port", Redis);

        result.Status.ShouldBe(StepStatus.Passed, Log());
        Read("answer").ShouldBe("OK");
        (await Answers(int.Parse(Read("port")))).ShouldBeFalse();
        LeftFolders().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_of_the_catalog_is_waited_for_until_it_is_healthy()
    {
        // Its folder comes late: until then the path is not found.
        var stub = Server(
            "sh",
            "-c",
            "(sleep 0.5; mkdir -p {data}/health) & exec python3 -m http.server {port} --bind {host} --directory {data}"
        ) with
        {
            Health = "/health/",
            Variables = ImmutableSortedDictionary<string, string>.Empty.Add("STUB_URL", "http://{host}:{port}/"),
        };

        var result = await Test(
            "python3 -c \"import os, urllib.request; print(urllib.request.urlopen(os.environ['STUB_URL'] + 'health/').status)\" >answer; echo $STUB_PORT >port",
            stub
        );

        result.Status.ShouldBe(StepStatus.Passed, Log());
        Read("answer").ShouldBe("200");
        (await Answers(int.Parse(Read("port")))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_is_never_healthy_fails_the_step_and_is_quoted()
    {
        var stub = Server(
            "sh",
            "-c",
            "echo about to listen; exec python3 -m http.server {port} --bind {host} --directory {data}"
        ) with
        {
            Health = "/nothing",
        };

        var result = await Test(harness, "touch ran", TimeSpan.FromSeconds(10), stub);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("stub, which the tests need, was not ready within 10 s: /nothing answers 404");
        File.Exists(harness.Service.Directory / "ran").ShouldBeFalse();
        (await File.ReadAllTextAsync(ServerLog("stub"), TestContext.Current.CancellationToken)).ShouldContain(
            "about to listen"
        );
    }

    [Fact]
    public async Task A_server_that_ends_at_once_fails_the_step_and_is_quoted()
    {
        var result = await Test("true", Server("sh", "-c", "echo the settings are broken; exit 3"));

        result.ShouldBe(
            StepResult.Failed(
                "stub, which the tests need, ended before it was ready: its last words: the settings are broken"
            )
        );
        LeftFolders().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_server_wrote_is_kept_where_the_tests_failed()
    {
        var result = await Test("psql -c 'SELECT no_such_thing'; false", Postgres);

        result.Status.ShouldBe(StepStatus.Failed);
        Log().ShouldContain($"kept: {ServerLog("postgres")}");
        (await File.ReadAllTextAsync(ServerLog("postgres"), TestContext.Current.CancellationToken)).ShouldContain(
            "column \"no_such_thing\" does not exist"
        );
    }

    [Theory]
    [InlineData(false, StepStatus.Skipped)]
    [InlineData(true, StepStatus.Failed)]
    public async Task Where_there_is_nothing_to_start_it_with_the_environment_decides(bool isGate, StepStatus status)
    {
        harness.Environment = harness.Environment with { Gates = isGate ? ["Test"] : [] };

        var result = await Test("touch ran", Server("no-such-server"));

        result.Status.ShouldBe(status);
        result.Reason!.ShouldStartWith("stub, which the tests need, is not installed");
        File.Exists(harness.Service.Directory / "ran").ShouldBeFalse();
    }

    [Fact]
    public async Task An_image_comes_before_the_programs_of_this_machine()
    {
        containers.HasImages = true;

        var result = await Test("true", Redis with { Image = "redis:7@sha256:00" });

        result.Status.ShouldBe(StepStatus.Passed, Log());
        containers.Asked.ShouldBe(["redis:7@sha256:00"]);
        Log().ShouldContain("redis: a container of redis:7@sha256:00");
    }

    [Fact]
    public async Task The_programs_of_this_machine_stand_in_for_an_image_that_cannot_be_had()
    {
        var result = await Test("redis-cli -u \"$REDIS_URL\" PING", Redis with { Image = "redis:7@sha256:00" });

        result.Status.ShouldBe(StepStatus.Passed, Log());
        containers.Asked.ShouldBe(["redis:7@sha256:00"]);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_takes_its_servers_with_it()
    {
        harness.StepTimeout = TimeSpan.FromSeconds(8);

        var result = await Test("echo $PGPORT >port; psql -c 'SELECT pg_sleep(600)'", Postgres);

        result.Status.ShouldBe(StepStatus.Failed);
        (await Answers(int.Parse(Read("port")))).ShouldBeFalse();
        LeftFolders().ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private Task<StepResult> Test(string script, params ImmutableArray<TestDependency> dependencies) =>
        Test(harness, script, dependencies);

    private Task<StepResult> Test(
        StepHarness steps,
        string script,
        params ImmutableArray<TestDependency> dependencies
    ) => Test(steps, script, TimeSpan.FromMinutes(1), dependencies);

    private Task<StepResult> Test(
        StepHarness steps,
        string script,
        TimeSpan patience,
        params ImmutableArray<TestDependency> dependencies
    )
    {
        steps.Service = steps.Service with
        {
            TestDependencies = dependencies,
            Commands = new() { Test = ["sh", "-c", script] },
        };
        return steps.Execute("Test", (service, step) => ServiceTests.Run(service, step, containers, patience));
    }

    private static TestDependency Server(params ImmutableArray<string> command) =>
        new("stub", TestDependencyKind.Server) { Command = command };

    private string Read(string file) => File.ReadAllText(harness.Service.Directory / file).Trim();

    private string Log() => harness.Log("Test");

    private string ServerLog(string name) => harness.Root / "artifacts" / "logs" / "auth" / $"Test.{name}.log";

    private IEnumerable<string> LeftFolders() =>
        Directory.EnumerateDirectories(Path.GetTempPath(), $"pipeline-{Scratch.MarkOf(harness.Root / "artifacts")}-*");

    private static async Task<bool> Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// An engine whose images are made of the programs of this machine; it has none unless it is told to.
    /// </summary>
    private sealed class Containers : ITestContainers
    {
        public bool HasImages { get; set; }

        public List<string> Asked { get; } = [];

        public Task<ITestServer?> Start(ServerImage container, StepContext step)
        {
            Asked.Add(container.Image);
            return Task.FromResult<ITestServer?>(
                HasImages
                    ? LocalServer.Start(
                        new(container.Arguments[0], container.Arguments[1..]),
                        step.Log.File.Parent / "container.log",
                        "TERM",
                        step.SandboxOfServer(step.Log.File.Parent!)
                    )
                    : null
            );
        }
    }
}

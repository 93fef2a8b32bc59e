using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

public sealed class EngineSearchTests(Engines engines) : IDisposable
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-search-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task The_engine_that_the_user_names_is_taken()
    {
        var docker = await engines.Start(Engines.Docker);

        await using var found = await Open(docker.Endpoint.OriginalString, []);

        found.Name.ShouldStartWith("Docker ");
        found.Endpoint.ShouldBe(docker.Endpoint);
    }

    [Theory]
    [InlineData("unix:///nowhere/docker.sock")]
    [InlineData("tcp://127.0.0.1:1")]
    [InlineData("ssh://somebody@127.0.0.1")]
    [InlineData("not an address")]
    public async Task An_engine_that_the_user_names_and_that_does_not_answer_is_not_replaced(string host)
    {
        var docker = await engines.Start(Engines.Docker);

        var failure = await Should.ThrowAsync<StepFailedException>(() => Open(host, [docker.Endpoint.LocalPath]));

        failure.Message.ShouldStartWith($"no container engine answers at DOCKER_HOST ({host}): ");
        failure.Message.ShouldEndWith("start it, or unset DOCKER_HOST");
    }

    [Fact]
    public async Task A_socket_that_its_engine_has_left_behind_is_passed_over()
    {
        var docker = await engines.Start(Engines.Docker);
        File.WriteAllText(root / "docker.sock", "");

        await using var found = await Open(null, [root / "docker.sock", docker.Endpoint.LocalPath]);

        found.Endpoint.LocalPath.ShouldBe(docker.Endpoint.LocalPath);
    }

    [Fact]
    public async Task Podman_is_started_where_no_Docker_answers_and_ends_with_the_run()
    {
        string socket;
        await using (
            var podman = await EngineSearch.Open(
                null,
                [],
                () => PodmanService.Start(root, "127.0.0.1:1", CancellationToken.None),
                CancellationToken.None
            )
        )
        {
            podman.Name.ShouldStartWith("Podman ");
            socket = podman.Endpoint.LocalPath;
            File.Exists(socket).ShouldBeTrue();
        }

        Directory.Exists(Path.GetDirectoryName(socket)).ShouldBeFalse();
        CommandLines().ShouldNotContain(line => line.Contains(socket));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("production")]
    public async Task Without_an_engine_no_delivery_ends_green(string environment)
    {
        await using var harness = new StepHarness();
        harness.Service = harness.Service with { Dockerfile = harness.Service.Directory / "Dockerfile" };
        harness.Environment = harness.Environment with { Name = environment };

        var versions = new GitVersions();
        Func<Service, StepContext, Task<StepResult>>[] bodies =
        [
            (service, step) => ImageBuild.Run(service, step, versions),
            (service, step) => ImagePush.Run(service, step, versions),
            ImageSmoke.Run,
        ];
        foreach (var (index, body) in bodies.Index())
        {
            var result = await harness.Execute(
                $"Step{index}",
                async (service, step) =>
                {
                    step.Provide(new BuiltImage(new("127.0.0.1:1", "auth", "1"), "sha256:built", IsReused: false));
                    _ = step.Shared<ContainerEngine>(_ => throw new StepFailedException("there is no engine"));
                    return await body(service, step);
                }
            );

            result.Status.ShouldBe(StepStatus.Failed);
            result.Reason!.ShouldStartWith("there is no engine");
        }
    }

    private static List<string> CommandLines()
    {
        var lines = new List<string>();
        foreach (
            var process in Directory.GetDirectories("/proc").Where(path => char.IsDigit(Path.GetFileName(path)[0]))
        )
        {
            try
            {
                lines.Add(File.ReadAllText($"{process}/cmdline"));
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        return lines;
    }

    private static Task<ContainerEngine> Open(string? host, string[] sockets) =>
        EngineSearch.Open(
            host,
            sockets,
            () => throw new InvalidOperationException("Podman was not to be started"),
            CancellationToken.None
        );
}

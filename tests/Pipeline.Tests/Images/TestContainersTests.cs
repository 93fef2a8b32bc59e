using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Engines;
using Pipeline.Quality;

namespace Pipeline.Tests.Images;

public sealed class TestContainersTests(Engines engines)
{
    private const string Dockerfile = "FROM scratch\nCOPY server /\nUSER 1000\nENTRYPOINT [\"/server\"]\n";

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task A_server_of_an_image_is_there_while_the_tests_run_and_gone_after_them(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        var image = await Pushed(harness);
        Need(harness, image, "curl -sf \"http://$STUB_HOST:$STUB_PORT/health\" && echo $STUB_PORT >port");

        var result = await Test(harness);

        result.Status.ShouldBe(StepStatus.Passed, harness.Steps.Log("Test"));
        harness.Steps.Log("Test").ShouldContain("stub: a container of");
        var port = int.Parse(
            await File.ReadAllTextAsync(harness.Steps.Service.Directory / "port", TestContext.Current.CancellationToken)
        );
        using var client = new System.Net.Sockets.TcpClient();
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() =>
            client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken).AsTask()
        );
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_named_with_the_reason_in_the_log()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        Need(harness, $"127.0.0.1:1/library/server:1@sha256:{new string('7', 64)}", "true");

        var result = await Test(harness);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldContain("cannot be pulled, and no installed program replaces it");
        harness.Steps.Log("Test").ShouldContain("127.0.0.1:1/library/server:1");
    }

    private async Task<string> Pushed(ImageHarness harness)
    {
        File.Copy(await engines.Server, harness.Steps.Service.Directory / "server");
        harness.Steps.Write("Dockerfile", Dockerfile);
        (await harness.Image()).Status.ShouldBe(StepStatus.Passed);
        (await harness.Push()).Status.ShouldBe(StepStatus.Passed);
        return (await harness.Taken<PushedImage>()).Reference.ToString();
    }

    // The run's settings are fixed, but a step is given its service.
    private static void Need(ImageHarness harness, string image, string script) =>
        harness.Steps.Service = harness.Steps.Service with
        {
            Language = Language.Custom,
            Commands = new() { Test = ["sh", "-c", script] },
            TestDependencies =
            [
                new("stub", TestDependencyKind.Server)
                {
                    Image = image,
                    Health = "/health",
                    Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PORT", "{port}"),
                },
            ],
        };

    private static Task<StepResult> Test(ImageHarness harness) =>
        harness.Execute("Test", (service, step) => ServiceTests.Run(service, step, new TestContainers()));
}

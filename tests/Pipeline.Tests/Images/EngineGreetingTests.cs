using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

public sealed class EngineGreetingTests
{
    [Theory]
    [InlineData("Libpod/4.3.1 (linux)", "Podman 4.3.1", false)]
    [InlineData("Docker/20.10.24+dfsg1 (linux)", "Docker 20.10.24+dfsg1", true)]
    public async Task An_engine_is_known_by_its_first_answer(string server, string name, bool isDocker)
    {
        await using var answering = new FakeRegistry(FakeRegistry.Answer(200, "OK", $"Server: {server}"));

        await using var engine = await Connect(answering);

        (engine.Name, engine.IsDocker).ShouldBe((name, isDocker));
        answering.Requests.ShouldHaveSingleItem().ShouldContain("/_ping ");
    }

    [Theory]
    [InlineData("""{ "Version": "4.3.1", "Components": [{ "Name": "Podman Engine", "Version": "4.3.1" }] }""", false)]
    [InlineData("""{ "Version": "4.3.1", "Components": [{ "Name": "Engine", "Version": "4.3.1" }] }""", true)]
    public async Task An_engine_behind_a_proxy_is_asked_for_its_version(string version, bool isDocker)
    {
        await using var answering = new FakeRegistry(
            FakeRegistry.Answer(200, "OK", "Server: proxy/1"),
            FakeRegistry.Answer(200, version, "Server: proxy/1", "Content-Type: application/json")
        );

        await using var engine = await Connect(answering);

        (engine.Name, engine.IsDocker).ShouldBe(($"{(isDocker ? "Docker" : "Podman")} 4.3.1", isDocker));
    }

    private static Task<ContainerEngine> Connect(FakeRegistry answering) =>
        ContainerEngine.Connect(new($"tcp://{answering.Name}"), service: null, TestContext.Current.CancellationToken);
}

using System.Net;
using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Images.LocalRegistries;
using Pipeline.Tests.Catalog;

namespace Pipeline.Tests.Images;

public sealed class WorkspacePortTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("ports-").FullName;

    private AbsolutePath First => folder / "first" / "artifacts";

    private AbsolutePath Second => folder / "second" / "artifacts";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_workspace_keeps_its_port()
    {
        var port = await Claim(First);

        (await Claim(First)).ShouldBe(port);
        WorkspacePort.Read(First).Ports.ShouldBe([port]);
    }

    [Fact]
    public async Task A_port_that_somebody_else_has_taken_is_left_to_them_and_still_known()
    {
        var taken = await Claim(First);
        using var stranger = new TcpListener(IPAddress.Loopback, taken);
        stranger.Start();

        var port = await Claim(First);

        port.ShouldNotBe(taken);
        WorkspacePort.Read(First).Ports.ShouldBe([port, taken]);
    }

    [Fact]
    public async Task A_port_on_which_the_own_registry_still_runs_is_kept()
    {
        var port = await Claim(First);
        var storage = RegistryStorage.In(First).Folder;
        await using var server = RegistryProcess.Start("docker-registry", $"127.0.0.1:{port}", storage, storage.Parent);
        await LoopbackPort.Answers(port);

        (await Claim(First)).ShouldBe(port);
    }

    [Fact]
    public async Task A_workspace_that_is_moved_keeps_its_port()
    {
        var port = await Claim(First);
        Directory.Move(First.Parent, Second.Parent);

        (await Claim(Second)).ShouldBe(port);
    }

    [Fact]
    public async Task A_copy_of_a_workspace_gets_a_port_of_its_own_and_keeps_that()
    {
        var port = await Claim(First);
        Directory.CreateDirectory(Second / "local");
        File.Copy(First / "local" / "registry.port", Second / "local" / "registry.port");

        var other = await Claim(Second);

        other.ShouldNotBe(port);
        (await Claim(Second)).ShouldBe(other);
        (await Claim(First)).ShouldBe(port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("70000\n/")]
    [InlineData("\0\0\0\0")]
    [InlineData("40000 \n/work")]
    public async Task A_damaged_file_counts_as_none(string text)
    {
        Directory.CreateDirectory(First / "local");
        File.WriteAllText(First / "local" / "registry.port", text);

        (await Claim(First)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Port_0_of_local_environments_becomes_the_workspaces_and_no_other_does()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");
        var platform = repository.Read(
            """
            platform: shop
            services: { auth: {} }
            environments:
              local: { registry: "127.0.0.1:0/team" }
              qa: { local: true }
              own: { local: true, registry: "127.0.0.1:5000" }
            """
        );

        var here = new WorkspacePort(First, [40001, 40000]).In(platform);

        here.Environments.Select(environment => environment.Registry)
            .ShouldBe(["127.0.0.1:40001/team", "127.0.0.1:40001/team", "127.0.0.1:5000"]);
        here.Environment("local").FormerRegistries.ShouldBe(["127.0.0.1:40000"]);
        here.Environment("own").FormerRegistries.ShouldBeEmpty();
    }

    private static async Task<int> Claim(AbsolutePath artifacts) => (await WorkspacePort.Claim(artifacts)).Ports[0];
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>Where no signature is required, the registry has to hold what another job has handed over.</summary>
public class BumpRegistryTests
{
    private static readonly string[] Services = ["auth", "flag"];

    [Fact]
    public async Task An_image_that_the_registry_does_not_hold_is_refused_and_holds_back_no_other()
    {
        using var remote = await GitOpsRemote.Create(Services);
        await using var bench = await RegistryBench.Create();
        await using var workspace = await Workspace(remote, bench.Registry.Name);
        var pushed = await bench.PushImage("x1", repository: "togglemaster/flag-service");

        // Of another service's repository, the digest does not count either.
        var results = await workspace.Bump(Services, service => Image(bench, service, pushed.Digest));

        results[0].Status.ShouldBe(StepStatus.Failed);
        results[0]
            .Reason!.ShouldStartWith(
                $"{bench.Registry.Name}/togglemaster/auth-service does not hold {pushed.Digest}, which was handed over for auth"
            );
        results[1].Status.ShouldBe(StepStatus.Passed);
        (await remote.Read(GitOpsRemote.File("flag"))).ShouldContain($"{Image(bench, "flag", pushed.Digest)}");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldEndWith("image: busybox");
        bench.Registry.Count("^GET .*/auth-service/manifests/sha256:").ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_with_trouble_is_asked_again()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var bench = await RegistryBench.Create();
        await using var workspace = await Workspace(remote, bench.Registry.Name);
        var pushed = await bench.PushImage("x1", repository: "togglemaster/auth-service");
        bench.Registry.Answer("^GET .*/auth-service/manifests/sha256:", 2, 503);

        var results = await workspace.Bump(["auth"], service => Image(bench, service, pushed.Digest));

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
    }

    [Theory]
    [InlineData(401, "wants a login (401)")]
    [InlineData(403, "does not let this user in (403)")]
    [InlineData(500, "answered 500")]
    public async Task A_registry_that_does_not_say_yes_says_no(int status, string reason)
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var bench = await RegistryBench.Create();
        await using var workspace = await Workspace(remote, bench.Registry.Name);
        var pushed = await bench.PushImage("x1", repository: "togglemaster/auth-service");
        bench.Registry.Answer("^GET .*/auth-service/manifests/sha256:", 9, status);

        var results = await workspace.Bump(["auth"], service => Image(bench, service, pushed.Digest));

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldContain(reason);
        (await remote.Commits()).ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_that_cannot_be_reached_says_no()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await Workspace(remote, $"127.0.0.1:{LoopbackPort.Free()}");

        var results = await workspace.Bump(["auth"], service => Image(workspace, service));

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldContain("cannot be reached");
        (await remote.Commits()).ShouldBe(1);
    }

    [Fact]
    public async Task What_this_machine_has_pushed_is_not_asked_for()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await Workspace(remote, $"127.0.0.1:{LoopbackPort.Free()}");
        workspace.EarlierJobs = null;

        var results = await workspace.Bump(["auth"], service => Image(workspace, service));

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
    }

    // Of another job, whose files have arrived.
    private static async Task<BumpWorkspace> Workspace(GitOpsRemote remote, string registry)
    {
        var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Environment = workspace.Environment with { Registry = registry };
        workspace.EarlierJobs = "publish";
        var commit = (await workspace.Git("rev-parse", "HEAD")).Trim();
        foreach (var service in Services)
            Directory.CreateDirectory(workspace.Artifacts / "arrivals" / $"publish-{service}" / commit / service);
        return workspace;
    }

    private static ImageReference Image(BumpWorkspace workspace, string service) =>
        BumpWorkspace.Image(service, "x1") with
        {
            Registry = workspace.Environment.Registry,
        };

    private static ImageReference Image(RegistryBench bench, string service, string digest) =>
        new(bench.Registry.Name, $"togglemaster/{service}-service", "x1", digest);
}

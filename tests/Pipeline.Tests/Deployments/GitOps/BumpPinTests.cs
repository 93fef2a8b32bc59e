using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps;

public class BumpPinTests
{
    private const string File = "gitops/manifests/.pipeline/pins.yaml";

    private static readonly Pin Auth = new("auth", "develop")
    {
        Image = ImageReference.Parse("togglemaster/auth-service:0a1b2c3"),
        Reason = "logins fail",
        By = "jane",
        Since = new DateTimeOffset(2026, 2, 1, 12, 30, 15, TimeSpan.Zero),
    };

    [Theory]
    [InlineData(null)]
    [InlineData("{0}-service")]
    public async Task A_pinned_service_is_left_as_it_is_and_the_others_are_bumped(string? folders)
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await remote.Commit((File, Encoding.UTF8.GetString(PinFile.Read(File, null).With(Auth))));
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Services =
        [
            .. workspace.Services.Select(service => service with { Manifests = folders?.Replace("{0}", service.Name) }),
        ];

        var results = await workspace.Bump("auth", "flag");

        results.ShouldAllBe(result => result.Status == StepStatus.Passed);
        results[0].Reason.ShouldBe("pinned at 0a1b2c3 since 2026-02-01 12:30 UTC by jane (logins fail): not bumped");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain("image: busybox");
        (await remote.Read(GitOpsRemote.File("flag"))).ShouldNotContain("image: busybox");
    }

    [Fact]
    public async Task A_pin_of_another_environment_holds_nothing()
    {
        using var remote = await GitOpsRemote.Create("auth");
        var pin = Auth with { Environment = "production" };
        await remote.Commit((File, Encoding.UTF8.GetString(PinFile.Read(File, null).With(pin))));
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        await workspace.Bump("auth");

        (await remote.Read(GitOpsRemote.File("auth"))).ShouldNotContain("image: busybox");
    }

    [Fact]
    public async Task Nothing_is_bumped_past_pins_that_cannot_be_read()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await remote.Commit((File, "pins: auth\n"));
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldStartWith($"{File}:1 \"pins\" is not a list");
        (await remote.Commits()).ShouldBe(2);
    }

    [Fact]
    public async Task A_pin_that_comes_between_reading_and_pushing_holds()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        remote.PushOnceInBetween(File, Encoding.UTF8.GetString(PinFile.Read(File, null).With(Auth)));

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldEndWith("not bumped");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain("image: busybox");
    }
}

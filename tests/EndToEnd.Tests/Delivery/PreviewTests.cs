using System.Text.Json;

namespace EndToEnd.Tests.Delivery;

/// <summary>What a delivery would do, asked of the compiled build; and runs that a change narrows.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task A_preview_names_the_steps_of_a_delivery_and_leaves_no_trace()
    {
        var outcome = await platform.Build("Preview", "--format", "json", "--skip", "Lint", "--service", "auth");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        var auth = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("services").EnumerateArray().Single();
        auth.GetProperty("steps")
            .EnumerateArray()
            .Select(step => step.GetString())
            .ShouldBe(["Compile", "Test", "Sast", "Sca", "Image", "Scan", "Sbom", "Push", "Sign", "Bump"]);
        auth.GetProperty("changes")
            .EnumerateArray()
            .Single()
            .GetProperty("after")
            .GetString()!
            .ShouldContain(
                $"{platform.Registry}/togglemaster/auth-service:{platform.Git("rev-parse", "--short=7", "HEAD")}"
            );
        Directory.Exists(Path.Combine(platform.Root, "artifacts")).ShouldBeFalse();
        platform.Git("status", "--porcelain").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_since_a_commit_works_on_what_changed_since_and_says_why()
    {
        var start = platform.Git("rev-parse", "HEAD");
        platform.Append("services/auth/main.go", "// changed\n");
        platform.Append("images/python/build-rootfs.sh", "# changed\n");
        platform.Commit("Change");

        var outcome = await platform.Build("Compile", "--since", start, "--service", "auth,evaluation,flag");

        outcome.Steps.ShouldBe(["Compile auth passed", "Compile flag passed"], ignoreOrder: true);
        outcome.Output.ShouldContain("auth: services/auth/main.go");
        outcome.Output.ShouldContain("flag: images/python/build-rootfs.sh through base image python");
    }

    [Fact]
    public async Task A_delivery_of_nothing_succeeds_and_says_so()
    {
        var outcome = await platform.Build("Deliver", "--since", "HEAD");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain(
            "Nothing that changed since HEAD affects one of the services: there is nothing to do."
        );
        outcome.Steps.ShouldBeEmpty();
        Directory.Exists(platform.Remote).ShouldBeFalse();
    }

    public void Dispose() => platform.Dispose();
}

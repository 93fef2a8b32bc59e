using System.Text.Json;
using Pipeline.Tests.Deployments.GitOps.PullRequests;

namespace EndToEnd.Tests.Delivery;

/// <summary>
/// The sample platform from develop to production and back, with pull requests at a stand-in for GitHub.
/// </summary>
public sealed class PromotionTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task An_image_goes_from_develop_to_production_and_back()
    {
        var delivered = await platform.Build("Deliver", "--service", "auth", "--environment", "develop");
        delivered.ExitCode.ShouldBe(0, delivered.Output);
        var image = delivered.Images["auth"];
        using var forge = new FakeGitHub(platform.Remote);
        platform.Variables["GITHUB_API_URL"] = forge.Url;
        platform.Variables["GITHUB_TOKEN"] = FakeGitHub.Token;

        await Succeeds("Promote", "--service", "auth", "--to", "qa");
        Running("qa").ShouldBe(image);

        await Succeeds("Promote", "--service", "auth", "--to", "staging");
        Running("staging").ShouldNotBe(image);
        await forge.Merge(forge.PullRequests.Single());
        Running("staging").ShouldBe(image);

        await Succeeds("Promote", "--service", "auth", "--to", "production");
        forge
            .PullRequests[1]
            .Title.ShouldBe($"promote(auth): production → {platform.Git("rev-parse", "--short=7", "HEAD")}");
        forge.PullRequests[1].Reviewers.ShouldBe(["release-captain"]);
        await forge.Squash(forge.PullRequests[1]);
        Running("production").ShouldBe(image);

        platform.Append("services/auth/main.go", "\n// A second version.\n");
        platform.Commit("Second");
        var second = await Succeeds("Deliver", "--service", "auth", "--environment", "develop");
        await Succeeds("Promote", "--service", "auth", "--to", "qa");
        Running("qa").ShouldBe(second.Images["auth"]);

        await Succeeds("Rollback", "--service", "auth", "--environment", "qa", "--reason", "logins fail");
        Running("qa").ShouldBe(image);
        var held = await platform.Build("Promote", "--service", "auth", "--to", "qa");
        held.ExitCode.ShouldBe(255);
        held.Reason("Promote", "auth").ShouldContain("(logins fail): release it first");
        await Succeeds("Rollback", "--service", "auth", "--environment", "qa", "--release");

        var drift = await Succeeds("Drift", "--service", "auth");
        drift.Reason("Drift", "auth").ShouldContain("as delivered in 4 of 5 environments");
        var dora = await Succeeds("Dora", "--service", "auth", "--environment", "qa", "--format", "json");
        var metrics = JsonDocument.Parse(dora.Output).RootElement.GetProperty("metrics")[0];
        metrics.GetProperty("deployments").GetInt32().ShouldBe(2);
        metrics.GetProperty("changeFailureRate").GetDouble().ShouldBe(0.5);
        (await Succeeds("History", "--service", "auth")).Output.ShouldContain("promote from staging");
        forge.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("would skip qa", "Promote", "--to", "staging", "--from", "develop")]
    [InlineData("nothing is promoted to develop", "Promote", "--to", "develop")]
    [InlineData("name the environment to promote to", "Promote", "--service", "auth")]
    [InlineData("name the environment to roll back in", "Rollback", "--service", "auth")]
    [InlineData("name the services to roll back", "Rollback", "--environment", "qa")]
    [InlineData(
        "no gate holds a rollback back: leave out --override and --fix",
        "Rollback",
        "--environment",
        "qa",
        "--fix"
    )]
    [InlineData("Promote runs alone", "Promote", "Compile", "--to", "qa")]
    [InlineData("and then \"Promote --to staging\"", "Deliver", "--environment", "staging")]
    [InlineData("is not a window of time", "Dora", "--window", "month")]
    public async Task Bad_input_is_refused_before_work_begins(string sentence, params string[] arguments)
    {
        var outcome = await platform.Build(arguments);

        outcome.ExitCode.ShouldBe(255);
        outcome.Output.ShouldContain(sentence);
        outcome.Record.ShouldBeNull();
        outcome.Output.ShouldNotContain("   at ");
    }

    public void Dispose() => platform.Dispose();

    private async Task<BuildOutcome> Succeeds(params string[] arguments)
    {
        var outcome = await platform.Build(arguments);
        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldNotContain(FakeGitHub.Token);
        return outcome;
    }

    private string Running(string environment) =>
        platform
            .GitOps("show", $"main:gitops/environments/{environment}/auth-service/image.yaml")
            .Split("image: ")[1]
            .Split(' ')[0];
}

namespace EndToEnd.Tests.Delivery;

/// <summary>What a run does by itself for the event that started it.</summary>
public sealed class GitHubEventTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    [Theory]
    [InlineData("pull_request")]
    [InlineData("pull_request_target")]
    public async Task No_event_of_a_pull_request_pushes_signs_or_bumps(string name)
    {
        On(name);

        var outcome = await platform.Build("Push", "Sign", "Bump", "--skip", "--service", "auth");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Steps.ShouldBeEmpty();
        Directory.Exists(platform.Remote).ShouldBeFalse();
    }

    [Fact]
    public async Task A_push_takes_the_services_that_were_not_delivered_yet()
    {
        On("push");

        var outcome = await platform.Build("Preview", "--format", "json");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain("\"since\": \"delivered\"");
        outcome.Output.ShouldContain("\"reason\": \"was not delivered there before\"");
    }

    [Fact]
    public async Task Where_it_cannot_be_told_what_was_delivered_all_services_are_taken_and_the_reason_says_so()
    {
        platform.Edit("pipeline.yaml", "local: { registry", "local: { gitops: { repository: /nowhere }, registry");
        On("push");

        var outcome = await platform.Build("Preview", "--format", "json", "--environment", "local");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain("\"reason\": \"what was delivered cannot be told: ");
    }

    public void Dispose() => platform.Dispose();

    private void On(string name)
    {
        platform.Variables["GITHUB_ACTIONS"] = "true";
        platform.Variables["GITHUB_EVENT_NAME"] = name;
        platform.Variables["GITHUB_BASE_REF"] = name == "push" ? "" : "main";
    }
}

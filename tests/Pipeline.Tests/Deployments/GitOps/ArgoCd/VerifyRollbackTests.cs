using System.Text.Json.Nodes;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

public sealed class VerifyRollbackTests
{
    private const string Name = "auth-develop";

    [Theory]
    [InlineData(StepStatus.Passed, "rolled back: a → b")]
    [InlineData(StepStatus.Failed, "the rollback did not succeed: a → b")]
    public async Task A_degraded_delivery_is_rolled_back_where_the_catalog_says_so(StepStatus status, string expected)
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Settings = workspace.Settings! with { Rollback = true };
        server.Course.Enqueue([Degraded(workspace, $"{workspace.Bump!.Reference}")]);
        var reasons = new List<string>();
        workspace.RollBack = (step, reason) =>
        {
            reasons.Add($"{step.Service.Name}: {reason}");
            return Task.FromResult(new StepResult(status, "a → b"));
        };

        var result = await workspace.Verify();

        reasons.ShouldBe([$"auth: {Name} is degraded: no resource says why"]);
        result.ShouldBe(StepResult.Failed($"{Name} is degraded: no resource says why; {expected}"));
    }

    [Fact]
    public async Task A_rollback_that_finds_nothing_to_go_back_to_says_so()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Settings = workspace.Settings! with { Rollback = true };
        server.Course.Enqueue([Degraded(workspace, $"{workspace.Bump!.Reference}")]);
        workspace.RollBack = (_, _) => throw new StepFailedException("there is nothing to go back to");

        var result = await workspace.Verify();

        result.Reason!.ShouldEndWith("; the rollback failed: there is nothing to go back to");
    }

    [Fact]
    public async Task The_delivery_of_another_run_is_not_rolled_back()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Settings = workspace.Settings! with { Rollback = true };
        server.Course.Enqueue([Degraded(workspace, "registry.example/another:1")]);

        var result = await workspace.Verify();

        result.Reason!.ShouldEndWith("; not rolled back, because another image runs there");
    }

    [Fact]
    public async Task Nothing_is_rolled_back_unasked()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([Degraded(workspace, $"{workspace.Bump!.Reference}")]);

        var result = await workspace.Verify();

        result.Reason.ShouldBe($"{Name} is degraded: no resource says why");
    }

    private static JsonObject Degraded(VerifyWorkspace workspace, string image) =>
        NewApplication
            .Of(Name, workspace.Commit, "Synced", "Degraded")
            .With("status.summary", $$"""{ "images": ["{{image}}"] }""");
}

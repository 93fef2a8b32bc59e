using System.Text.Json;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Secrets;
using Pipeline.Tests.Deployments.GitOps;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Execution;

public sealed class AuditLogTests : IAsyncDisposable
{
    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task Each_right_of_a_step_is_a_line_for_each_place()
    {
        await Use("Push", (Right.Signature, "a"), (Right.Signature, "b"), (Right.Signature, "a"));
        await Use("Sign", (Right.Signature, "a"));

        harness.UsedRights.ShouldBe(["signature a", "signature b", "signature a"]);
    }

    [Fact]
    public async Task A_line_says_when_which_step_has_used_what_at_which_commit()
    {
        var before = DateTimeOffset.UtcNow;

        await Use("Push", (Right.GitPush, "https://git.example/shop main"));

        var line = JsonDocument.Parse(File.ReadAllText(AuditLog.In(harness.Root / "artifacts"))).RootElement;
        line.GetProperty("at").GetDateTimeOffset().ShouldBeInRange(before.AddSeconds(-1), DateTimeOffset.UtcNow);
        line.GetProperty("commit").GetString().ShouldBe(new('a', 40));
        line.GetProperty("target").GetString().ShouldBe("Push");
        line.GetProperty("services").EnumerateArray().Select(name => $"{name}").ShouldBe([harness.Service.Name]);
        line.GetProperty("right").GetString().ShouldBe("gitPush");
        line.GetProperty("place").GetString().ShouldBe("https://git.example/shop main");
    }

    [Fact]
    public async Task A_right_that_cannot_be_recorded_is_not_used()
    {
        Directory.CreateDirectory(AuditLog.In(harness.Root / "artifacts"));
        var isUsed = false;

        var result = await harness.Execute(
            "Push",
            (_, _) =>
            {
                UsedRights.Tell(Right.Signature, "a");
                isUsed = true;
                return Task.FromResult(StepResult.Passed);
            }
        );

        result.Status.ShouldBe(StepStatus.Failed);
        isUsed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_bump_has_pushed_once_to_one_branch_for_all_of_its_services()
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        await workspace.Bump("auth", "flag");

        var line = File.ReadAllLines(AuditLog.In(workspace.Artifacts)).ShouldHaveSingleItem();
        line.ShouldContain("\"target\":\"Bump\",\"services\":[\"auth\",\"flag\"],\"right\":\"gitPush\"");
        line.ShouldContain($"\"place\":\"{remote.Url} main\"");
    }

    private Task<StepResult> Use(string target, params (Right Right, string Place)[] uses) =>
        harness.Execute(
            target,
            (_, _) =>
            {
                foreach (var (right, place) in uses)
                    UsedRights.Tell(right, place);
                return Task.FromResult(StepResult.Passed);
            }
        );
}

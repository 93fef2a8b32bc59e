namespace EndToEnd.Tests.Workflows;

/// <summary>Two runs of the workflow for two commits, in any order.</summary>
public sealed class LaterDeliveryTests : WorkflowRunTests
{
    [Fact]
    public async Task Of_two_deliveries_at_once_the_later_commit_stays_and_so_it_does_when_the_earlier_one_is_run_again()
    {
        Platform.Edit(
            "pipeline.yaml",
            "  flag:\n    testDependencies: { postgres: {} } # started for its tests, which find it by DATABASE_URL\n",
            ""
        );
        Platform.Commit("Leave one service");
        using var registry = await Platform.OpenRegistry();
        using var earlier = new WorkflowRun(Platform, "main");
        await earlier.Run("deliver.yml", before: "bump");
        Platform.Append("services/auth/keys.go", "\n// Changed.\n");
        Platform.Commit("Change auth");
        using var later = new WorkflowRun(Platform, "main");

        await later.Run("deliver.yml");
        var delivered = Platform.Git("--git-dir", Remote, "rev-parse", "main");
        await earlier.Run("deliver.yml");
        using var again = new WorkflowRun(Platform, "main", earlier.Commit);
        await again.Run("deliver.yml");

        later.Results.Values.ShouldAllBe(result => result == "success", later.Output);
        earlier.Results.Values.ShouldAllBe(result => result == "success", earlier.Output);
        earlier.Output.ShouldContain("superseded");
        again.Results["service"].ShouldBe("skipped", again.Output);
        again.Results["gate"].ShouldBe("success", again.Output);
        Platform.Git("--git-dir", Remote, "rev-parse", "main").ShouldBe(delivered);
        Deployed("qa", "auth").ShouldContain($":{later.Commit[..7]}@sha256:");

        using var nightly = new WorkflowRun(Platform, "main") { Event = "schedule" };
        await nightly.Run("nightly.yml");

        nightly.Results.Values.ShouldAllBe(result => result == "success", nightly.Output);
        nightly.Results.Keys.ShouldBe(
            [
                "plan",
                "audit-develop",
                "audit-qa",
                "audit-staging",
                "audit-production",
                "audit",
                "service",
                "verify-auth",
                "image-auth",
                "publish-auth",
                "gate",
            ],
            ignoreOrder: true
        );
        Platform.Git("--git-dir", Remote, "rev-parse", "main").ShouldBe(delivered);
    }
}

namespace EndToEnd.Tests.Workflows;

/// <summary>A push, whose names and words would be code if they were ever read as such.</summary>
public sealed class DeliverWorkflowTests : WorkflowRunTests
{
    // What would be code, were it ever read by a shell or by a workflow.
    private const string Branch = "main;touch${IFS}pwned;$(touch${IFS}pwned)`touch${IFS}pwned`";

    [Fact]
    public async Task The_jobs_in_their_order_deliver_what_passes_and_hold_back_what_fails()
    {
        Platform.Git("branch", "--move", Branch);
        using var registry = await Platform.OpenRegistry();
        var start = Platform.Git("--git-dir", Remote, "rev-parse", "main");
        using (var run = new WorkflowRun(Platform, Branch))
        {
            await run.Run("deliver.yml");

            run.Results.Values.ShouldAllBe(result => result == "success", run.Output);
            var tag = Platform.Git("rev-parse", "--short=7", "HEAD");
            foreach (var service in new[] { "auth", "flag" })
            foreach (var environment in new[] { "develop", "qa" })
                Deployed(environment, service)
                    .ShouldContain($":{tag}@{await registry.Digest($"togglemaster/{service}-service", tag)}");
            Platform
                .Git("--git-dir", Remote, "rev-list", "--count", $"{start}..main")
                .ShouldBe("3", "one commit for develop, and one a service for qa");
            run.Artifact("audit-1-bump", "audit.jsonl").ShouldContain(line => line.Contains("\"right\":\"gitPush\""));
        }

        Platform.Append("services/auth/keys_test.go", "\nfunc TestBroken(t *testing.T) { t.Fatal(\"broken\") }\n");
        Platform.Append("services/flag/app/flags.py", "# Changed.\n");
        Platform.Commit(Message);
        using (var run = new WorkflowRun(Platform, Branch))
        {
            await run.Run("deliver.yml");

            var tag = Platform.Git("rev-parse", "--short=7", "HEAD");
            run.Results["verify-auth"].ShouldBe("failure", run.Output);
            run.Results.ShouldNotContainKey("image-auth");
            run.Results["publish-flag"].ShouldBe("success");
            run.Results["bump"].ShouldBe("success", "what failed has told so itself");
            run.Output.ShouldContain("held back by an earlier job: auth");
            run.Results["gate"].ShouldBe("failure");
            Deployed("develop", "auth").ShouldNotContain(tag);
            Deployed("qa", "flag").ShouldContain($":{tag}@sha256:");
        }

        Directory.GetFiles(Platform.Root, "pwned*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}

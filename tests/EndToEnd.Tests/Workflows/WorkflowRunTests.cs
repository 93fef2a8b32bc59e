using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Workflows;

/// <summary>The commands of the sample's workflow, run job by job.</summary>
public sealed class WorkflowRunTests : IDisposable
{
    // What would be code, were it ever read by a shell or by a workflow.
    private const string Branch = "main;touch${IFS}pwned;$(touch${IFS}pwned)`touch${IFS}pwned`";
    private const string Message =
        "Break $(touch pwned) `touch pwned` \"; touch pwned; '\n\n::set-output name=services::x\n${{ github.token }}";

    private readonly SamplePlatform platform = new();
    private readonly string remote;

    public WorkflowRunTests()
    {
        foreach (var service in new[] { "analytics", "evaluation", "targeting" })
            platform.Edit("pipeline.yaml", $"  {service}: {{}}\n", "");
        remote = Path.Combine(platform.Root, "artifacts", "remote.git");
        platform.Edit(
            "pipeline.yaml",
            $"registry: '{platform.Registry}'",
            $"registry: '{platform.Registry}', gitops: {{ repository: '{remote}' }}"
        );
        platform.Commit(Message);
        platform.Git("clone", "-q", "--bare", platform.Root, remote);
    }

    [Fact]
    public async Task The_jobs_in_their_order_deliver_what_passes_and_hold_back_what_fails()
    {
        platform.Git("branch", "--move", Branch);
        using var registry = await platform.OpenRegistry();
        var start = platform.Git("--git-dir", remote, "rev-parse", "main");
        using (var run = new WorkflowRun(platform, Branch))
        {
            await run.Run("deliver.yml");

            run.Results.Values.ShouldAllBe(result => result == "success", run.Output);
            var tag = platform.Git("rev-parse", "--short=7", "HEAD");
            foreach (var service in new[] { "auth", "flag" })
            foreach (var environment in new[] { "develop", "qa" })
                Deployed(environment, service)
                    .ShouldContain($":{tag}@{await registry.Digest($"togglemaster/{service}-service", tag)}");
            platform
                .Git("--git-dir", remote, "rev-list", "--count", $"{start}..main")
                .ShouldBe("3", "one commit for develop, and one a service for qa");
            run.Artifact("audit-1-bump", "audit.jsonl").ShouldContain(line => line.Contains("\"right\":\"gitPush\""));
        }

        platform.Append("services/auth/keys_test.go", "\nfunc TestBroken(t *testing.T) { t.Fatal(\"broken\") }\n");
        platform.Append("services/flag/app/flags.py", "# Changed.\n");
        platform.Commit(Message);
        using (var run = new WorkflowRun(platform, Branch))
        {
            await run.Run("deliver.yml");

            var tag = platform.Git("rev-parse", "--short=7", "HEAD");
            run.Results["verify-auth"].ShouldBe("failure", run.Output);
            run.Results.ShouldNotContainKey("image-auth");
            run.Results["publish-flag"].ShouldBe("success");
            run.Results["bump"].ShouldBe("success", "what failed has told so itself");
            run.Output.ShouldContain("held back by an earlier job: auth");
            run.Results["gate"].ShouldBe("failure");
            Deployed("develop", "auth").ShouldNotContain(tag);
            Deployed("qa", "flag").ShouldContain($":{tag}@sha256:");
        }

        Directory.GetFiles(platform.Root, "pwned*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_deliveries_at_once_the_later_commit_stays_and_so_it_does_when_the_earlier_one_is_run_again()
    {
        platform.Edit(
            "pipeline.yaml",
            "  flag:\n    testDependencies: { postgres: {} } # started for its tests, which find it by DATABASE_URL\n",
            ""
        );
        platform.Commit("Leave one service");
        using var registry = await platform.OpenRegistry();
        using var earlier = new WorkflowRun(platform, "main");
        await earlier.Run("deliver.yml", before: "bump");
        platform.Append("services/auth/keys.go", "\n// Changed.\n");
        platform.Commit("Change auth");
        using var later = new WorkflowRun(platform, "main");

        await later.Run("deliver.yml");
        var delivered = platform.Git("--git-dir", remote, "rev-parse", "main");
        await earlier.Run("deliver.yml");
        using var again = new WorkflowRun(platform, "main", earlier.Commit);
        await again.Run("deliver.yml");

        later.Results.Values.ShouldAllBe(result => result == "success", later.Output);
        earlier.Results.Values.ShouldAllBe(result => result == "success", earlier.Output);
        earlier.Output.ShouldContain("superseded");
        again.Results["service"].ShouldBe("skipped", again.Output);
        again.Results["gate"].ShouldBe("success", again.Output);
        platform.Git("--git-dir", remote, "rev-parse", "main").ShouldBe(delivered);
        Deployed("qa", "auth").ShouldContain($":{later.Commit[..7]}@sha256:");

        using var nightly = new WorkflowRun(platform, "main") { Event = "schedule" };
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
        platform.Git("--git-dir", remote, "rev-parse", "main").ShouldBe(delivered);
    }

    [Fact]
    public async Task What_a_job_with_code_of_a_service_leaves_counts_for_that_service_and_by_its_digest_alone()
    {
        using var registry = await platform.OpenRegistry();
        var untouched = Deployed("develop", "flag");
        var commit = platform.Git("rev-parse", "HEAD");
        using var run = new WorkflowRun(platform, "main") { Uploaded = Tamper };

        await run.Run("deliver.yml");

        // The image of flag was exchanged for that of auth after its job had ended.
        run.Results["image-flag"].ShouldBe("success", run.Output);
        run.Results["publish-flag"].ShouldBe("failure", run.Output);
        run.Output.ShouldContain("is not what the job \"image\" handed over");
        // What another service's artifact says of flag is not looked at.
        run.Results["bump"].ShouldBe("success", run.Output);
        run.Output.ShouldContain("held back by an earlier job: flag");
        Deployed("develop", "auth").ShouldContain($":{run.Commit[..7]}@sha256:");
        Deployed("develop", "flag").ShouldBe(untouched);
        run.Results["gate"].ShouldBe("failure");

        void Tamper(string artifact)
        {
            if (Path.GetFileName(artifact) == "image-flag")
                ReplaceBy(
                    Path.Combine(artifact, commit, "flag"),
                    Path.Combine(artifact, "../image-auth", commit, "auth")
                );
            if (Path.GetFileName(artifact) == "publish-auth")
                ReplaceBy(Path.Combine(artifact, commit, "flag"), Path.Combine(artifact, commit, "auth"));
        }
    }

    private static void ReplaceBy(string folder, string other)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(other, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(other, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => platform.Dispose();

    private string Deployed(string environment, string service) =>
        platform
            .Git(
                "--git-dir",
                remote,
                "grep",
                "-h",
                "image:",
                "main",
                "--",
                $"gitops/environments/{environment}/{service}-service"
            )
            .Trim();
}

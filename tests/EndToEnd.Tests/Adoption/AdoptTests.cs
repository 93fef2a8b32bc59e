using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Adoption;

/// <summary>The sample without its catalog is adopted, and previews as it did.</summary>
public sealed class AdoptTests : IDisposable
{
    private static readonly string[] Services = ["analytics", "auth", "evaluation", "flag", "targeting"];

    private readonly SamplePlatform platform = new();

    public AdoptTests()
    {
        File.Delete(Path.Combine(platform.Root, "pipeline.yaml"));
        Directory.Delete(Path.Combine(platform.Root, ".github"), recursive: true);
        platform.Commit("Without a catalog");
    }

    [Fact]
    public async Task All_services_are_found_again_and_a_second_run_changes_nothing()
    {
        var adopted = await platform.Build("Adopt", "--yes");
        platform.Commit("Adopt");
        var again = await platform.Build("Adopt", "--yes");
        var preview = await platform.Build("Preview");

        adopted.ExitCode.ShouldBe(0, adopted.Output);
        adopted.Output.ShouldContain("next: ./build.sh Setup Deliver");
        File.ReadAllLines(Path.Combine(platform.Root, "pipeline.yaml"))
            .Where(line => line.Contains(": {} # services/", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(':')[0])
            .ShouldBe(Services);
        File.Exists(Path.Combine(platform.Root, ".github", "workflows", "pull-request.yml")).ShouldBeTrue();
        again.Output.ShouldContain("everything stands as it is to be: nothing was written");
        platform.Git("status", "--porcelain").ShouldBeEmpty();
        preview.ExitCode.ShouldBe(0, preview.Output);
        foreach (var service in Services)
            preview.Output.ShouldContain($"gitops/manifests/{service}-service/deployment.yaml:");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var outcome = await platform.Build("Adopt", "--dry-run", "--format", "json");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain("\"name\": \"auth\"");
        platform.Git("status", "--porcelain").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_question_writes_nothing_and_fails()
    {
        SamplePlatform.Copy(
            Path.Combine(platform.Root, "services", "auth"),
            Path.Combine(platform.Root, "other", "auth")
        );
        platform.Commit("Copy");

        var outcome = await platform.Build("Adopt", "--yes");

        outcome.ExitCode.ShouldNotBe(0);
        outcome.Output.ShouldContain("answer it by --answer services.auth.path=other/auth");
        platform.Git("status", "--porcelain").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workflow_of_a_person_stays()
    {
        var path = Path.Combine(platform.Root, ".github", "workflows", "pull-request.yml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "on: push\njobs: {}\n");
        platform.Commit("Workflow");

        var outcome = await platform.Build("Adopt", "--yes");

        outcome.Output.ShouldContain(
            "no workflow is written, as .github/workflows/pull-request.yml would be overwritten"
        );
        (await File.ReadAllTextAsync(path)).ShouldBe("on: push\njobs: {}\n");
    }

    [Fact]
    public async Task A_review_says_what_it_has_looked_at()
    {
        var outcome = await platform.Build("Review");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldMatch("findings in 0 workflows, [1-9][0-9]* Dockerfiles and [1-9][0-9]* YAML files");
    }

    [Fact]
    public async Task A_folder_s_name_does_not_reach_the_terminal_as_a_command()
    {
        SamplePlatform.Copy(
            Path.Combine(platform.Root, "services", "auth"),
            Path.Combine(platform.Root, "services", "a\u001b[31mb")
        );
        platform.Commit("Copy");

        var outcome = await platform.Build("Adopt", "--dry-run");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain(@"services/a\e[31mb (go)");
        outcome.Output.ShouldNotContain("\u001b[31mb");
    }

    public void Dispose() => platform.Dispose();
}

namespace EndToEnd.Tests.Delivery;

/// <summary>Bad input ends before work begins: with a sentence, exit code 255, and nothing done.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task A_broken_catalog_is_answered_with_every_problem_and_its_place()
    {
        platform.Edit("pipeline.yaml", "  auth: {}", "  auth: { langauge: go }\n  'flag; id': {}");

        await Refused(
            "pipeline.yaml:8:11: unknown key \"langauge\" in \"auth\": did you mean \"language\"?",
            "pipeline.yaml"
        );
    }

    [Fact]
    public async Task Text_that_is_no_YAML_is_answered_with_its_place()
    {
        platform.Edit("pipeline.yaml", "services:", "services: [");

        await Refused("not valid YAML", "pipeline.yaml:");
    }

    [Fact]
    public async Task An_unknown_service_is_answered_with_the_nearest() =>
        await Refused("there is no service \"auht\": did you mean \"auth\"?", "", "Deliver", "--service", "auht");

    [Fact]
    public async Task An_unknown_environment_is_answered_with_the_nearest() =>
        await Refused(
            "there is no environment \"prodution\": did you mean \"production\"?",
            "",
            "Deliver",
            "--environment",
            "prodution"
        );

    [Fact]
    public async Task An_unknown_target_is_answered_with_the_nearest() => await Refused("Delivr", "Deliver", "Delivr");

    [Fact]
    public async Task A_repository_without_a_commit_is_told_to_make_one()
    {
        Directory.Delete(Path.Combine(platform.Root, ".git"), recursive: true);
        platform.Git("init", "-q", "-b", "main");

        await Refused("has no commit yet", "commit first");
    }

    [Fact]
    public async Task A_folder_that_is_no_clone_is_told_to_be_one()
    {
        Directory.Delete(Path.Combine(platform.Root, ".git"), recursive: true);

        await Refused("is not in a Git work tree", "run in a clone");
    }

    [Fact]
    public async Task A_detached_head_in_a_shallow_clone_is_good_enough()
    {
        platform.Commit("Second");
        var clone = Directory.CreateTempSubdirectory("shallow-").FullName;
        platform.Git("clone", "-q", "--depth", "1", $"file://{platform.Root}", clone);
        platform.Git("-C", clone, "checkout", "-q", "--detach");

        var outcome = await SamplePlatform.BuildIn(clone, "Lint", "--service", "auth");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain("on a detached HEAD");
        Directory.Delete(clone, recursive: true);
    }

    [Fact]
    public async Task A_registry_that_refuses_is_named_and_nothing_is_bumped()
    {
        platform.Edit(
            "pipeline.yaml",
            "    local: true\n    gitops: { path: gitops/environments/develop }\n    gates: [Compile, Test, Lint, Sast]",
            "    registry: 127.0.0.1:1\n    gates: [Test]\n    gitops: { repository: /nowhere.git }"
        );
        platform.Commit("Deliver to nowhere");

        var outcome = await platform.Build("Deliver", "--service", "auth", "--environment", "develop");

        outcome.ExitCode.ShouldBe(255);
        outcome.Output.ShouldContain("127.0.0.1:1");
        outcome.Steps.ShouldContain("Bump auth blocked");
    }

    public void Dispose() => platform.Dispose();

    private async Task Refused(string sentence, string also, params string[] arguments)
    {
        var outcome = await platform.Build(arguments.Length == 0 ? ["Deliver"] : arguments);

        outcome.ExitCode.ShouldBe(255);
        outcome.Output.ShouldContain(sentence);
        outcome.Output.ShouldContain(also);
        outcome.Record.ShouldBeNull();
        outcome.Output.ShouldNotContain("   at ");
    }
}

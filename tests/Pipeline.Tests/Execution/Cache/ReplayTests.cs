using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>What a replay brings back.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly CachedRuns runs = new();

    [Fact]
    public async Task An_equal_step_is_replayed_with_what_there_was_to_say_of_it()
    {
        runs.Cacheable("compile", "");
        await runs.Run();

        var second = await runs.Run();

        second.ShouldBe(["compile auth cached", "compile flag cached"]);
        runs.Ran.Count.ShouldBe(2);
        runs.Result("compile", "auth").ShouldBe(new(StepStatus.Cached, "compile of auth passed"));
        runs.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_file_runs_the_steps_of_its_service_and_no_others()
    {
        runs.Cacheable("compile", "").Cacheable("test", "compile");
        await runs.Run();
        runs.Repository.Write("services/auth/main.go", "package changed");

        var second = await runs.Run();

        second.ShouldBe(["compile auth passed", "compile flag cached", "test auth passed", "test flag cached"]);
    }

    [Fact]
    public async Task A_run_whose_keys_were_begun_ahead_takes_over_what_any_other_would()
    {
        runs.Cacheable("compile", "").Cacheable("test", "compile");
        await runs.Run();
        runs.Repository.Write("services/auth/main.go", "package changed");
        runs.HasKeysAhead = true;

        var second = await runs.Run();

        second.ShouldBe(["compile auth passed", "compile flag cached", "test auth passed", "test flag cached"]);
    }

    [Fact]
    public async Task A_commit_of_what_a_run_has_seen_replays_all_of_it()
    {
        runs.Cacheable("compile", "");
        runs.Repository.Write("services/auth/main.go", "package changed");
        await runs.Run();
        runs.Repository.Commit();

        var second = await runs.Run();

        second.ShouldAllBe(step => step.EndsWith("cached"));
    }

    [Fact]
    public async Task The_log_is_that_of_the_step_below_a_line_that_says_so()
    {
        runs.Cacheable("compile", "", step => step.Log.Write($"compiling {step.Service.Name}"));
        await runs.Run();
        Directory.Delete(runs.Artifacts / "logs", recursive: true);

        await runs.Run();

        var lines = runs.Log("compile", "auth").Split('\n');
        lines[0].ShouldStartWith("# replayed: ");
        lines[1..].ShouldBe(["compiling auth", ""]);
    }

    [Fact]
    public async Task A_log_is_the_same_however_often_it_is_replayed()
    {
        runs.Cacheable("compile", "", step => step.Log.Write("compiling"));
        await runs.Run();
        await runs.Run();
        var first = runs.Log("compile", "auth");

        await runs.Run();

        runs.Log("compile", "auth").ShouldBe(first);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("changed")]
    [InlineData("left as it was")]
    public async Task The_files_of_a_step_stand_after_a_replay(string meanwhile)
    {
        runs.Cacheable("test", "", step => File.WriteAllText(step.Output("coverage", "cover.out"), "mode: set"));
        await runs.Run();
        var file = runs.Artifacts / "coverage/auth/cover.out";
        if (meanwhile == "deleted")
            Directory.Delete(runs.Artifacts / "coverage", recursive: true);
        else if (meanwhile == "changed")
            File.WriteAllText(file, "mode: ???");

        await runs.Run();

        runs.Result("test", "auth").Status.ShouldBe(StepStatus.Cached);
        File.ReadAllText(file).ShouldBe("mode: set");
    }

    [Fact]
    public async Task All_files_of_a_folder_that_a_step_asked_for_are_its_own()
    {
        runs.Cacheable(
            "test",
            "",
            step =>
            {
                var folder = step.Output("tests", "results");
                Directory.CreateDirectory(folder / "inner");
                File.WriteAllText(folder / "inner" / "a.trx", "<TestRun/>");
            }
        );
        await runs.Run();
        Directory.Delete(runs.Artifacts / "tests", recursive: true);

        await runs.Run();

        File.ReadAllText(runs.Artifacts / "tests/flag/results/inner/a.trx").ShouldBe("<TestRun/>");
    }

    [Fact]
    public async Task What_a_step_leaves_beside_the_sources_is_there_for_a_later_step_that_runs()
    {
        var isExecutable = false;
        runs.Cacheable("compile", "", Compile, new(["bin"], []))
            .Uncacheable(
                "image",
                "compile",
                step =>
                {
                    isExecutable = GitFolder.IsExecutable(step.Service.Directory / "bin" / "program");
                    return StepResult.PassedWith(File.ReadAllText(step.Service.Directory / "bin" / "program"));
                }
            );
        await runs.Run();
        Directory.Delete(runs.Auth.Directory / "bin", recursive: true);

        await runs.Run();

        runs.Result("compile", "auth").Status.ShouldBe(StepStatus.Cached);
        runs.Result("image", "auth").ShouldBe(StepResult.PassedWith("ELF"));
        isExecutable.ShouldBeTrue();
    }

    [Theory]
    [InlineData("as it was", "cached")]
    [InlineData("changed", "passed")]
    [InlineData("gone", "passed")]
    public async Task A_step_is_run_again_where_what_it_left_and_is_not_kept_does_not_stand(string state, string status)
    {
        runs.Repository.Write(".gitignore", "/artifacts/\nnode_modules/\n");
        var packages = runs.Auth.Directory / "node_modules" / ".package-lock.json";
        runs.Cacheable("compile", "", Install, new([], ["node_modules/.package-lock.json"]))
            .Cacheable("test", "compile");
        await runs.Run();
        if (state == "changed")
            File.WriteAllText(packages, "other packages");
        else if (state == "gone")
            Directory.Delete(packages.Parent!, recursive: true);

        var second = await runs.Run();

        second.ShouldContain($"compile auth {status}");
        second.ShouldContain("test auth cached");
        File.ReadAllText(packages).ShouldBe("packages");
    }

    [Fact]
    public async Task What_a_step_hands_over_reaches_later_steps_and_the_report()
    {
        runs.Cacheable("test", "", step => step.Provide(new Share(step.Service.Name, 91.5)))
            .Uncacheable("image", "test", step => StepResult.PassedWith($"{step.Take<Share>()}"));
        await runs.Run();
        runs.Repository.Write("README.md", "another commit, to which nothing was handed over");
        runs.Repository.Commit();

        await runs.Run();

        runs.Result("test", "auth").Status.ShouldBe(StepStatus.Cached);
        runs.Result("image", "auth").Reason.ShouldBe($"{new Share("auth", 91.5)}");
        runs.Last.Handover.All<Share>().Select(share => share.Value.Name).ShouldBe(["auth", "flag"]);
    }

    [Fact]
    public async Task A_later_run_without_the_step_finds_what_a_replay_handed_over()
    {
        runs.Cacheable("test", "", step => step.Provide(new Share(step.Service.Name, 91.5)));
        await runs.Run();
        runs.Repository.Write("README.md", "another commit");
        runs.Repository.Commit();
        await runs.Run();

        var commit = runs.Repository.Git("rev-parse", "HEAD");

        File.Exists(runs.Artifacts / "handover" / commit / "auth" / "Share.test.json").ShouldBeTrue();
    }

    public void Dispose() => runs.Dispose();

    private static void Compile(StepContext step)
    {
        var program = step.Service.Directory / "bin" / "program";
        Directory.CreateDirectory(program.Parent!);
        File.WriteAllText(program, "ELF");
        GitFolder.MakeExecutable(program);
    }

    private static void Install(StepContext step)
    {
        var packages = step.Service.Directory / "node_modules" / ".package-lock.json";
        Directory.CreateDirectory(packages.Parent!);
        File.WriteAllText(packages, "packages");
    }

    private sealed record Share(string Name, double Percent) : IHandedOver
    {
        public static string Contract => "Share";
    }
}

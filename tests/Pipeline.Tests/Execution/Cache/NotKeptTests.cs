using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>Results that are not kept, so that their steps run again.</summary>
public sealed class NotKeptTests : IDisposable
{
    private static readonly ImmutableArray<Input> Sources = [CommonInputs.Sources];

    private readonly CachedRuns runs = new();

    [Fact]
    public async Task What_a_step_makes_for_itself_alone_is_not_kept()
    {
        runs.Cacheable("test", "", step => File.WriteAllText(step.Output("scratch", "big"), "big"));
        await runs.Run();
        Directory.Delete(runs.Artifacts / "scratch", recursive: true);

        await runs.Run();

        Directory.Exists(runs.Artifacts / "scratch").ShouldBeFalse();
    }

    [Fact]
    public async Task A_step_that_leaves_files_where_it_does_not_say_is_not_kept()
    {
        runs.Repository.Write(".gitignore", "/artifacts/\nbin/\ngenerated/\n");
        runs.Cacheable(
            "compile",
            "",
            step =>
            {
                Directory.CreateDirectory(step.Service.Directory / "generated");
                File.WriteAllText(step.Service.Directory / "generated" / "a.go", "package generated");
            },
            new(["bin"], [])
        );
        await runs.Run();
        runs.Warnings.ShouldHaveSingleItem().ShouldContain("/generated, and only declares bin");

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));
    }

    [Fact]
    public async Task A_step_that_leaves_a_link_is_not_kept()
    {
        runs.Cacheable(
            "test",
            "",
            step => Directory.CreateSymbolicLink(step.Output("tests", "all"), runs.Root / "services")
        );
        await runs.Run();

        runs.Warnings.ShouldHaveSingleItem().ShouldContain("is a link");
        runs.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StepStatus.Failed)]
    [InlineData(StepStatus.Skipped)]
    public async Task Neither_a_failure_nor_a_skip_is_replayed(StepStatus status)
    {
        runs.Cacheable("test", "", _ => new(status, "why"), Sources);
        await runs.Run();

        (await runs.Run()).ShouldAllBe(step => step.EndsWith($"{status}".ToLowerInvariant()));

        runs.Ran.Count.ShouldBe(4);
        runs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_of_sources_that_changed_while_it_ran_is_not_kept()
    {
        runs.Cacheable(
            "test",
            "",
            step => runs.Repository.Write($"services/{step.Service.Name}/new.go", "package main")
        );
        await runs.Run();

        runs.Warnings.ShouldHaveSingleItem().ShouldContain("its sources changed while it ran");
        runs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_was_run_while_a_commit_was_made_is_not_kept()
    {
        runs.Cacheable(
            "test",
            "",
            step =>
            {
                if (step.Service.Name == "auth")
                    runs.Repository.Commit();
            }
        );
        await runs.Run();

        (await runs.Run()).ShouldContain("test auth passed");
    }

    [Theory]
    [InlineData("log", false)]
    [InlineData("file", true)]
    [InlineData("value", true)]
    public async Task A_secret_is_not_kept(string place, bool stopsKeeping)
    {
        const string Secret = "made-up-secret-0123";
        runs.Secrets = [Secret];
        runs.Cacheable(
            "test",
            "",
            step =>
            {
                if (place == "log")
                    step.Log.Write($"password={Secret}");
                else if (place == "file")
                    File.WriteAllText(step.Output("tests", "out"), new string('x', 131_065) + Secret);
                else
                    step.Provide(new Share(Secret, 1));
            }
        );

        await runs.Run();

        runs.Entries.Count.ShouldBe(stopsKeeping ? 0 : 2);
        runs.Warnings.Count.ShouldBe(stopsKeeping ? 1 : 0);
        runs.Warnings.ShouldAllBe(warning => warning.Contains("has a secret in it") && !warning.Contains(Secret));
        runs.Entries.ShouldAllBe(entry => !File.ReadAllText(entry).Contains(Secret));
    }

    [Fact]
    public async Task Without_a_cache_every_step_runs_and_nothing_is_written()
    {
        runs.HasCache = false;
        runs.Cacheable("test", "");
        await runs.Run();

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));

        Directory.Exists(runs.Store).ShouldBeFalse();
    }

    [Fact]
    public async Task A_step_after_one_that_always_runs_always_runs()
    {
        runs.Uncacheable("sca", "", _ => StepResult.Passed).Cacheable("image", "sca");
        await runs.Run();

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));
    }

    public void Dispose() => runs.Dispose();

    private sealed record Share(string Name, double Percent) : IHandedOver
    {
        public static string Contract => "Share";
    }
}

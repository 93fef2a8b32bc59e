using System.Collections.Concurrent;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Recovery;

public sealed class ResumeTests : IDisposable
{
    private readonly RunFixture fixture = new();
    private readonly ConcurrentQueue<string> ran = new();
    private string? broken = "test flag";

    public ResumeTests() => fixture.Each("compile", "", Note).Each("test", "compile", Note).Each("push", "test", Note);

    private AbsolutePath Artifacts => fixture.Root / "artifacts";

    private AbsolutePath Journal => Artifacts / "journal.jsonl";

    [Fact]
    public async Task What_has_passed_is_taken_over_and_everything_else_runs()
    {
        await fixture.Run("auth flag");
        ran.Clear();
        broken = null;

        var steps = await Resume();

        ran.ShouldBe(["test flag", "push flag"]);
        steps.ShouldBe([
            "compile auth cached",
            "compile flag cached",
            "push auth cached",
            "push flag passed",
            "test auth cached",
            "test flag passed",
        ]);
    }

    [Fact]
    public async Task What_is_taken_over_says_from_when()
    {
        await fixture.Run("auth");
        var begun = RecordedRun.Read(Journal)!.Begun;
        await using var run = fixture.Start("auth", Resumed);

        await run.Complete("push");

        run.Steps.First().Result.ShouldBe(new(StepStatus.Cached, $"done, from the run of {begun:u}"));
    }

    [Fact]
    public async Task A_run_that_is_gone_on_with_twice_repeats_nothing()
    {
        await fixture.Run("auth flag");
        await Resume();
        broken = null;
        await Resume();
        ran.Clear();

        var steps = await Resume();

        ran.ShouldBeEmpty();
        steps.ShouldAllBe(step => step.EndsWith("cached"));
    }

    [Fact]
    public async Task The_values_of_what_is_taken_over_are_at_hand()
    {
        using var provider = new RunFixture();
        provider
            .Each("image", "", step => Provide(step, "sha256:00"))
            .Each(
                "push",
                "image",
                step =>
                    Task.FromResult(
                        broken is null ? StepResult.PassedWith(step.Take<Made>().Digest) : StepResult.Failed("refused")
                    )
            );
        await provider.Run("auth");
        broken = null;
        await using var run = provider.Start("auth", options => Resumed(options, provider));

        await run.Complete("push");

        run.Steps.Single(step => step.Key.Target == "push").Result.ShouldBe(StepResult.PassedWith("sha256:00"));
        run.Handover.All<Made>().ShouldBe([(new StepKey("image", "auth"), new Made("sha256:00"))]);
    }

    [Theory]
    [InlineData("", "auth/new.txt=1", "compile auth,compile web")]
    [InlineData("auth/old.txt=1", "auth/old.txt=2", "compile auth,compile web")]
    [InlineData("auth/old.txt=1", "", "compile auth,compile web")]
    [InlineData("", "README.md=1", "")]
    [InlineData("flag/kept.txt=1", "flag/kept.txt=1 web/new.txt=1", "compile web")]
    public async Task What_has_changed_since_runs_again(string before, string now, string again)
    {
        using var changing = new RunFixture();
        changing.Each("compile", "", Note);
        Change(changing, before);
        await changing.Run("auth web:auth flag");
        ran.Clear();
        Change(changing, now);

        await changing.Run("auth web:auth flag", options => Resumed(options, changing));

        ran.Order().ShouldBe(again.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_torn_last_line_is_as_if_it_had_not_been_written()
    {
        await fixture.Run("auth flag");
        var whole = await File.ReadAllBytesAsync(Journal, TestContext.Current.CancellationToken);
        var lines = Lines(whole);

        for (var length = 0; length < whole.Length; length += 13)
        {
            await File.WriteAllBytesAsync(Journal, whole[..length], TestContext.Current.CancellationToken);
            var recorded = RecordedRun.Read(Journal);

            var complete = lines.Count(end => end <= length);
            (recorded?.Length ?? 0).ShouldBe(complete == 0 ? 0 : lines[complete - 1]);
        }
    }

    [Fact]
    public async Task A_journal_that_was_torn_is_gone_on_with_after_its_last_whole_line()
    {
        await fixture.Run("auth");
        var whole = await File.ReadAllTextAsync(Journal, TestContext.Current.CancellationToken);
        var cut = whole.LastIndexOf("\"push\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Journal, whole[..cut], TestContext.Current.CancellationToken);
        ran.Clear();

        await Resume("auth");

        ran.ShouldBe(["push auth"]);
        RecordedRun.Read(Journal)!.Ended.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_step_that_had_started_is_done_again()
    {
        await fixture.Run("auth");
        var line = new JournalLine(JournalEvent.Started, DateTimeOffset.UtcNow) { Target = "test", Service = "auth" };
        await using (var journal = File.Open(Journal, FileMode.Append))
            journal.Write(line.ToBytes());
        ran.Clear();

        await Resume("auth");

        ran.ShouldBe(["test auth"]);
    }

    [Fact]
    public async Task A_target_that_was_skipped_stays_skipped()
    {
        using var skipping = new RunFixture();
        skipping.Without("lint", "").Each("push", "lint", Note);
        await skipping.Run("auth");
        using var again = new RunFixture();
        again.Each("lint", "", Note).Each("push", "lint", Note);
        ran.Clear();

        var steps = await again.Run(
            "auth",
            options => Resumed(options with { Artifacts = skipping.Root / "artifacts" }, again)
        );

        steps.ShouldBe(["push auth cached"]);
        ran.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_commit_is_refused()
    {
        await fixture.Run("auth");
        var before = fixture.Source.Commit;
        fixture.Source = fixture.Source with { Commit = new('b', 40) };

        var refusal = Should.Throw<ResumeException>(() => fixture.Start("auth", Resumed));

        refusal.Message.ShouldContain($"on commit {before}, but {new string('b', 40)} is checked out");
    }

    [Fact]
    public async Task A_parameter_that_differs_is_refused_with_both_values()
    {
        await fixture.Run("auth flag");
        var resumption = Resumption.Read(Artifacts);

        resumption.Agree("selection", ["flag", "auth"], resumption.Services).ShouldBe(["auth", "flag"]);
        resumption.Agree("environment", [], resumption.Environment).ShouldBe(["local"]);
        Should
            .Throw<ResumeException>(() => resumption.Agree("environment", ["develop"], resumption.Environment))
            .Message.ShouldContain("whose environment was local, not develop");
    }

    [Theory]
    [InlineData("Push", "Push")]
    [InlineData("Tidy", "Tidy")]
    [InlineData("Push Tidy", "Push Tidy")]
    [InlineData("Push Gone", "Deliver")]
    public async Task The_last_runs_targets_are_resumed_wherever_they_are_declared(string last, string resumed)
    {
        await using var run = fixture.Start("auth", options => options with { Targets = [.. last.Split(' ')] });
        await fixture.Complete(run);

        var targets = Resumption.DefaultTargets<Sample>(build => build.Deliver, ["--resume"], Artifacts);

        var build = new Sample();
        targets.Select(target => build.NameOf(target.Compile()(build))).ShouldBe(resumed.Split(' '));
    }

    [Fact]
    public void Without_a_journal_there_is_nothing_to_resume() =>
        Should
            .Throw<ResumeException>(() => Resumption.Read(Artifacts))
            .Message.ShouldStartWith("there is no run to resume:");

    [Fact]
    public async Task A_new_run_forgets_the_last_one()
    {
        await fixture.Run("auth");
        ran.Clear();

        await fixture.Run("auth");

        ran.Count.ShouldBe(3);
        RecordedRun.WasKilled(Journal).ShouldBeFalse();
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_told_of_and_ends_no_run()
    {
        // A folder in its place: no file can be put there, as on a full disk.
        Directory.CreateDirectory(Journal / "in-the-way");
        var warnings = new List<string>();
        fixture.Observers = [new Listener(warnings.Add)];

        var steps = await fixture.Run("auth");

        steps.ShouldAllBe(step => step.EndsWith("passed", StringComparison.Ordinal));
        warnings
            .ShouldHaveSingleItem()
            .ShouldStartWith("the journal cannot be written, so that --resume would repeat steps:");
    }

    public void Dispose() => fixture.Dispose();

    private static List<long> Lines(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n').Select(i => i + 1L)];

    private static void Change(RunFixture fixture, string files)
    {
        var changes = files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('=')).ToArray();
        foreach (var change in changes)
        {
            var file = fixture.Root / change[0];
            Directory.CreateDirectory(file.Parent!);
            File.WriteAllText(file, change[1]);
            // Its time alone need not change between two writes, or stay between two runs.
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(change[1][0]));
        }

        fixture.Source = fixture.Source with { Changes = [.. changes.Select(change => change[0])] };
    }

    private static Task<StepResult> Provide(StepContext step, string value)
    {
        step.Provide(new Made(value));
        return Task.FromResult(StepResult.Passed);
    }

    private Task<IReadOnlyList<string>> Resume(string services = "auth flag") => fixture.Run(services, Resumed);

    private RunOptions Resumed(RunOptions options) => Resumed(options, fixture);

    private static RunOptions Resumed(RunOptions options, RunFixture fixture)
    {
        var resumption = Resumption.Read(options.Artifacts);
        resumption.Compare(options.Platform, fixture.Root / "pipeline.yaml", fixture.Source);
        return options with { Resumed = resumption };
    }

    private Task<StepResult> Note(StepContext step)
    {
        ran.Enqueue(step.Key.ToString());
        return Task.FromResult(
            step.Key.ToString() == broken ? StepResult.Failed("1 test") : StepResult.PassedWith("done")
        );
    }

    private sealed record Made(string Digest) : IHandedOver
    {
        public static string Contract => "Made";
    }

    private sealed class Listener(Action<string> warned) : IRunObserver
    {
        public void Warned(string message) => warned(message);
    }

    private interface IPush : INukeBuild
    {
        Target Push => _ => _.Executes(() => { });
    }

    private sealed class Sample : NukeBuild, IPush
    {
        public Target Deliver => _ => _.DependsOn<IPush>();

        private Target Tidy => _ => _.Executes(() => { });

        public string NameOf(Target target) =>
            target == Deliver ? nameof(Deliver)
            : target == Tidy ? nameof(Tidy)
            : target == ((IPush)this).Push ? nameof(IPush.Push)
            : "none";
    }
}

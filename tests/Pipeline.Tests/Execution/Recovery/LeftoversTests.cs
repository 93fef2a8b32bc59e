using System.Diagnostics;
using Nuke.Common.IO;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Recovery;

public sealed class LeftoversTests : IDisposable
{
    private readonly RunFixture fixture = new();
    private readonly List<string> told = [];

    private AbsolutePath Artifacts => fixture.Root / "artifacts";

    [Fact]
    public async Task Files_that_were_not_written_to_their_end_go_and_whole_ones_stay()
    {
        var half = new[]
        {
            "run.json.17.part",
            "run.lock.holder.part",
            "handover/aaaa/auth/Made.image.json.17.part",
            "report/index.html.17.part",
            "local/gitops.git.part/HEAD",
            "local/signing.key.17-1.part",
            "local/versions/auth/1.0.0.17-1.part",
            "scratch/auth/Sca.trivy",
        };
        var whole = new[]
        {
            "run.json",
            "handover/aaaa/auth/Made.image.json",
            "report/index.html",
            "local/gitops.git/HEAD",
        };
        foreach (var file in half.Concat(whole))
            await Write(file);

        Leftovers.Remove(Artifacts, told.Add);

        half.ShouldAllBe(file => !File.Exists(Artifacts / file));
        whole.ShouldAllBe(file => File.Exists(Artifacts / file));
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_killed_run_s_log_of_a_step_that_did_not_end_goes_with_it()
    {
        await Kill(started: "push");

        Leftovers.Remove(Artifacts, told.Add);

        File.Exists(Artifacts / "logs/auth/push.log").ShouldBeFalse();
        File.Exists(Artifacts / "logs/auth/test.log").ShouldBeTrue();
        told.ShouldHaveSingleItem().ShouldMatch("^the run of .*Z was killed: its unfinished files are removed$");
    }

    [Theory]
    [InlineData("logs/auth/lint.log.17-8.part")]
    [InlineData("tests/auth/results/junit.xml.17-9.part")]
    [InlineData("cache/ab/cdef.17-1.part")]
    public async Task What_a_killed_run_has_replayed_by_half_goes(string file)
    {
        await Kill(started: "push");
        await Write(file);

        Leftovers.Remove(Artifacts, told.Add);

        File.Exists(Artifacts / file).ShouldBeFalse();
    }

    [Fact]
    public async Task Programs_that_a_killed_run_has_left_running_are_ended()
    {
        await Kill(started: "push");
        using var orphan = Start(Scratch.MarkOf(Artifacts));
        using var stranger = Start("0123456789ab");

        Leftovers.Remove(Artifacts, told.Add);

        orphan.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
        told.ShouldContain("1 programs that it had started were still running, and were ended");
    }

    [Fact]
    public void Temporary_folders_of_this_workspace_go_and_those_of_others_stay()
    {
        var own = Scratch.Create(Artifacts, "base");
        var other = Scratch.Create(fixture.Root / "elsewhere", "base");
        File.WriteAllText(Scratch.NameFile(Scratch.MarkOf(Artifacts), "context"), "");

        Leftovers.Remove(Artifacts, told.Add);

        Directory
            .EnumerateFileSystemEntries(Path.GetTempPath(), $"pipeline-{Scratch.MarkOf(Artifacts)}-*")
            .ShouldBeEmpty();
        Directory.Exists(own.FullName).ShouldBeFalse();
        Directory.Exists(other.FullName).ShouldBeTrue();
        other.Delete();
    }

    public void Dispose() => fixture.Dispose();

    // What a run leaves that is killed in the middle of a step.
    private async Task Kill(string started)
    {
        fixture.Each("test", "", _ => Task.FromResult(StepResult.Passed));
        await fixture.Run("auth");
        await Write($"logs/auth/{started}.log");
        await using var journal = File.Open(Artifacts / "journal.jsonl", FileMode.Append);
        journal.Write(
            new JournalLine(JournalEvent.Started, DateTimeOffset.UtcNow)
            {
                Target = started,
                Service = "auth",
            }.ToBytes()
        );
    }

    private async Task Write(string file)
    {
        Directory.CreateDirectory((Artifacts / file).Parent!);
        await File.WriteAllTextAsync(Artifacts / file, "x", TestContext.Current.CancellationToken);
    }

    private static Process Start(string mark)
    {
        var start = new ProcessStartInfo("sleep", "60");
        start.Environment["PIPELINE_WORKSPACE"] = mark;
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace EndToEnd.Tests.Recovery;

/// <summary>
/// Kills runs at random moments. <c>KILL_SEED</c> repeats what was seen with another seed, <c>KILLS</c> does more.
/// </summary>
public abstract class KillTests : IDisposable
{
    private readonly CheapPlatform platform;
    private readonly double longest;
    private readonly Random random;
    private readonly int kills;

    /// <param name="platform">What is delivered.</param>
    /// <param name="longest">
    /// Seconds after which no run is killed: on a busy machine it takes long, and what was killed early goes on from
    /// where it was.
    /// </param>
    /// <param name="kills">How many there are at least, unless <c>KILLS</c> says otherwise.</param>
    private protected KillTests(CheapPlatform platform, double longest, int kills)
    {
        (this.platform, this.longest, this.kills) = (platform, longest, Number("KILLS", kills));
        var seed = Number("KILL_SEED", 20260203);
        random = new(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"KILL_SEED={seed} KILLS={this.kills}");
    }

    [Fact]
    public async Task A_run_that_is_killed_at_any_moment_is_recovered_from()
    {
        platform.MakeCommit();
        await Finish(platform.Start());
        platform.MakeCommit();
        var whole = Stopwatch.StartNew();
        await Finish(platform.Start());
        var span = TimeSpan.FromSeconds(Math.Min(whole.Elapsed.TotalSeconds, longest));
        // The remote, too, is made by a run that may be killed.
        Directory.Delete(Path.Combine(platform.Root, "artifacts", "local"), recursive: true);
        var (killed, delivered) = (0, 0);

        while (killed < kills)
        {
            var before = platform.Deployed();
            platform.MakeCommit();
            var recorded = platform.Recorded();
            while (true)
            {
                // Now and then somebody does not know that it could be gone on with.
                var resumes = recorded is not null && random.Next(8) > 0;
                var done = platform.Done();
                using var build = platform.Start(resumes ? ["--resume"] : []);
                var hasEnded = killed >= kills || await build.Ends(span * random.NextDouble());
                if (hasEnded)
                    await Finish(build);
                else
                    await build.Kill();

                if (resumes)
                    NothingIsRepeated(recorded!, done);
                if (hasEnded)
                    break;

                killed++;
                AllOrNothingIsDeployed(before);
                recorded = platform.Recorded();
            }

            delivered++;
            platform.Git(platform.Remote, "rev-list", "--count", "main").ShouldBe($"{delivered + 1}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{killed} kills in {delivered} deliveries; within {span} of their start"
        );
        delivered.ShouldBeGreaterThan(0);
    }

    public void Dispose()
    {
        platform.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task Finish(RunningBuild build)
    {
        (await build.Ends(TimeSpan.FromMinutes(2))).ShouldBeTrue("the build does not end");
        build.ExitCode.ShouldBe(0, await build.Output());
        platform.Deployed().ShouldBe(platform.Services.Select(platform.Image));
        platform.Recorded()!.Count.ShouldBe(platform.Targets.Length * platform.Services.Length);
        platform.Git(platform.Remote, "fsck", "--full", "--strict");
        HalfWritten().ShouldBeEmpty();
        platform.Left().ShouldBeEmpty();
    }

    private void NothingIsRepeated(IReadOnlySet<string> recorded, IReadOnlyDictionary<string, int> before)
    {
        var now = platform.Done();
        foreach (var step in recorded.Where(before.ContainsKey))
            now[step].ShouldBe(before[step], $"{step} was recorded as finished, and has run again");
    }

    private void AllOrNothingIsDeployed(IReadOnlyList<string> before)
    {
        var now = platform.Deployed();
        var isBegun = now.All(image => image.EndsWith(":none", StringComparison.Ordinal));
        if (!now.SequenceEqual(before) && !(before.Count == 0 && isBegun))
            now.ShouldBe(platform.Services.Select(platform.Image));
    }

    private IEnumerable<string> HalfWritten() =>
        Directory
            .EnumerateFileSystemEntries(Path.Combine(platform.Root, "artifacts"), "*", SearchOption.AllDirectories)
            .Where(file =>
                file.EndsWith(".part", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal)
            )
            .Select(file => Path.GetRelativePath(platform.Root, file))
            .Except(["artifacts/run.lock", "artifacts/gitops/local.lock"]);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}

/// <summary>Of runs whose steps take next to no time.</summary>
public sealed class StepKillTests() : KillTests(new CheapPlatform(), longest: 1.2, kills: 100);

/// <summary>Of runs that build images, with all gates.</summary>
public sealed class ImageKillTests() : KillTests(new ImagePlatform(), longest: 60, kills: 5);

using System.Diagnostics;
using System.Globalization;

namespace EndToEnd.Tests.Recovery;

/// <summary>
/// Interrupts runs at random moments. <c>INTERRUPTION_SEED</c> repeats what was seen with another seed,
/// <c>INTERRUPTIONS</c> does more.
/// </summary>
public abstract class InterruptionTests : IDisposable
{
    // Before its first step a run has nothing to end, and the signal ends it at once.
    private static readonly (string Name, string[] Signals, string Whom, int?[] ExitCodes)[] Kinds =
    [
        ("SIGINT", ["INT"], "build", [130, 255]),
        ("SIGINT twice", ["INT", "INT"], "build", [130, 255]),
        ("SIGTERM", ["TERM"], "build", [255, 143]),
        ("SIGHUP", ["HUP"], "build", [255, 129]),
        ("a closed standard output", ["KILL"], "reader", [0, 255]),
        ("a killed parent", ["KILL"], "parent", [null]),
    ];

    private readonly CheapPlatform platform;
    private readonly int rounds;
    private readonly Random random;

    /// <param name="platform">What is delivered.</param>
    /// <param name="rounds">How many runs are interrupted, unless <c>INTERRUPTIONS</c> says otherwise.</param>
    private protected InterruptionTests(CheapPlatform platform, int rounds)
    {
        (this.platform, this.rounds) = (platform, Number("INTERRUPTIONS", rounds));
        var seed = Number("INTERRUPTION_SEED", 20260203);
        random = new(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"INTERRUPTION_SEED={seed} INTERRUPTIONS={this.rounds}");
    }

    public void Dispose()
    {
        platform.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_in_any_way_leaves_nothing_and_is_gone_on_with()
    {
        platform.MakeCommit();
        await Finish([]);
        platform.MakeCommit();
        var whole = Stopwatch.StartNew();
        await Finish([]);
        var span = whole.Elapsed;

        for (var round = 0; round < rounds; round++)
            await Interrupt(round, build => build.Ends(span * random.NextDouble()));
    }

    [Fact]
    public async Task A_run_that_is_interrupted_while_it_ends_leaves_nothing_too()
    {
        for (var round = 0; round < rounds; round++)
            await Interrupt(
                round,
                async build =>
                {
                    while (!HasDelivered() && !await build.Ends(TimeSpan.FromMilliseconds(5))) { }
                    return await build.Ends(TimeSpan.FromMilliseconds(random.Next(100)));
                }
            );
    }

    private bool HasDelivered() =>
        platform.Recorded() is { } passed && platform.Services.All(service => passed.Contains($"Bump.{service}"));

    private async Task Interrupt(int round, Func<InterruptedBuild, Task<bool>> isOverBefore)
    {
        var (name, signals, whom, exitCodes) = Kinds[round % Kinds.Length];
        platform.MakeCommit();
        using var build = platform.StartInShell();
        var isOver = await isOverBefore(build);
        foreach (var signal in signals)
            await build.Signal(signal, whom);
        if (!await build.Ends(TimeSpan.FromMinutes(2)))
            Assert.Fail($"round {round}: {name} does not end the run:\n{string.Join('\n', platform.Left())}");

        var said = await build.Output();
        var circumstance = $"round {round}, {name}, exit code {build.ExitCode}:\n{said}";
        TestContext.Current.TestOutputHelper?.WriteLine($"{round} {name}: {build.ExitCode} {isOver}");
        if (build.ExitCode == 0)
            platform.Deployed().ShouldBe(platform.Services.Select(platform.Image), circumstance);
        else
            exitCodes.ShouldContain(build.ExitCode, circumstance);
        said.ShouldNotContain("   at ", customMessage: circumstance);
        said.ShouldNotContain("Unhandled exception", customMessage: circumstance);
        platform.Left().ShouldBeEmpty(circumstance);

        await Finish(platform.Recorded() is null ? [] : ["--resume"]);
    }

    private async Task Finish(string[] arguments)
    {
        using var build = platform.Start(arguments);
        (await build.Ends(TimeSpan.FromMinutes(2))).ShouldBeTrue("the build does not end");
        build.ExitCode.ShouldBe(0, await build.Output());
        platform.Deployed().ShouldBe(platform.Services.Select(platform.Image));
        platform.Left().ShouldBeEmpty();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}

/// <summary>Of runs whose steps take next to no time, in each way once.</summary>
public sealed class StepInterruptionTests() : InterruptionTests(new CheapPlatform(), rounds: 6);

/// <summary>Of runs that build images, with all gates.</summary>
public sealed class ImageInterruptionTests() : InterruptionTests(new ImagePlatform(), rounds: 3);

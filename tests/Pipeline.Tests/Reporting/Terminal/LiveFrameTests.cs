using CsCheck;
using Pipeline.Build.Reporting.Terminal;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting.Terminal;

public sealed class LiveFrameTests : IDisposable
{
    private readonly RunFixture fixture = new();

    [Fact]
    public async Task A_frame_fits_every_window_and_says_how_far_the_run_is()
    {
        File.WriteAllText(
            fixture.Root / "log",
            "a line 漢字 that is longer than most windows are wide, 𝄞 and goes on\n"
        );
        await Gen.Select(Gen.Int[1, 200], Gen.Int[1, 60], Gen.Int[1, 30], Gen.Int[0, 40])
            .SampleAsync(
                async (width, height, services, steps) =>
                {
                    await using var run = await Started(services);
                    var progress = new RunProgress(run);
                    foreach (var (key, i) in run.Planned.Take(steps).Select((key, i) => (key, i)))
                        if (i % 3 == 0)
                            progress.Start(key, fixture.Root / "log", DateTimeOffset.UnixEpoch);
                        else
                            progress.End(
                                new(
                                    key,
                                    new((StepStatus)(i % 5), "x"),
                                    DateTimeOffset.UnixEpoch,
                                    TimeSpan.FromSeconds(i * i)
                                )
                            );

                    var frame = LiveFrame.Of(progress, new(width, height), DateTimeOffset.UnixEpoch.AddSeconds(5000));

                    frame.Count.ShouldBeLessThanOrEqualTo(Math.Max(1, height - 1));
                    frame.ShouldAllBe(line => line.CellCount() <= width);
                    if (width > 20)
                        string.Concat(frame[^1].Select(part => part.Text)).ShouldContain($"{progress.Ended} of ");
                },
                iter: 200,
                threads: 1
            );
    }

    public void Dispose() => fixture.Dispose();

    private async Task<PipelineRun> Started(int services)
    {
        using var targets = new RunFixture();
        foreach (var target in new[] { "Compile", "Test", "Image" })
            targets.Each(target, "", _ => Task.FromResult(StepResult.Passed));
        var run = targets.Start(string.Join(' ', Enumerable.Range(0, services).Select(i => $"service-{i}")));
        foreach (var target in new[] { "Compile", "Test", "Image" })
            await run.Complete(target);
        return run;
    }
}

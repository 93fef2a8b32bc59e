using System.Collections.Concurrent;
using CliWrap;

namespace EndToEnd.Tests.Terminal;

public sealed class TwoRunsTests : IDisposable
{
    private readonly WaitingPlatform platform = new(services: 1);

    public void Dispose() => platform.Dispose();

    [Fact]
    public async Task A_run_that_has_waited_for_another_works_on_what_has_come_in_meanwhile()
    {
        var first = new ConcurrentQueue<string>();
        var second = new ConcurrentQueue<string>();
        var running = Run(first);
        await Until(() => File.Exists(Path.Combine(platform.Root, "artifacts", "logs", "service01", "Compile.log")));
        var waiting = Run(second);
        await Until(() => second.Any(line => line.StartsWith("waiting for ", StringComparison.Ordinal)));

        platform.Add(2);
        platform.Release(1);
        platform.Release(2);
        await running;
        await waiting;

        first.ShouldNotContain(line => line.Contains("service02"));
        second.ShouldContain("service02       passed");
    }

    private Task<CommandResult> Run(ConcurrentQueue<string> said) =>
        Cli.Wrap("sh")
            .WithArguments(["-c", platform.Command("Compile")])
            .WithStandardOutputPipe(PipeTarget.ToDelegate(said.Enqueue))
            .ExecuteAsync(TestContext.Current.CancellationToken);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(50, patience.Token);
    }
}

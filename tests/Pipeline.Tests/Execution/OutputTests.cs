using System.Text;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tests.Execution;

public sealed class OutputTests : IDisposable
{
    private const long Gigabyte = 1024 * 1024 * 1024;

    private readonly RunFixture fixture = new();

    [Fact]
    public async Task A_gigabyte_of_lines_is_in_the_log_whole_and_not_in_memory()
    {
        const string Script = "yes 0123456789abcde 2>/dev/null | head -c 1G";

        var outcome = await Run(new("sh", "-c", Script));

        outcome.Succeeded.ShouldBeTrue();
        new FileInfo(Log).Length.ShouldBe(Gigabyte + $"$ sh -c '{Script}'\n".Length);
        Should.Throw<StepFailedException>(() => outcome.Output).Message.ShouldContain(Log);
    }

    [Fact]
    public async Task A_line_of_100_MB_is_in_the_log_whole_and_its_end_is_read_at_once()
    {
        const string Script = "head -c 100M /dev/zero | tr '\\0' x; echo; echo end";

        await Run(new("sh", "-c", Script));

        new FileInfo(Log).Length.ShouldBe(100 * 1024 * 1024 + "\nend\n".Length + $"$ sh -c '{Script}'\n".Length);
        LogTail.Read(Log, 2).ShouldBe(["…" + new string('x', LogTail.Width), "end"]);
    }

    [Fact]
    public async Task Binary_output_is_in_the_log_byte_for_byte()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(fixture.Root / "binary", bytes, TestContext.Current.CancellationToken);

        await Run(new("cat", fixture.Root / "binary"));

        var written = await File.ReadAllBytesAsync(Log, TestContext.Current.CancellationToken);
        written.AsSpan(written.AsSpan().IndexOf((byte)'\n') + 1).SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Output_that_nobody_reads_may_be_of_any_size()
    {
        fixture.Each(
            "test",
            "",
            async step =>
                (await step.Run(new("sh", "-c", "head -c 200M /dev/zero"))).Succeeded
                    ? StepResult.Passed
                    : StepResult.Failed("?")
        );

        var steps = await fixture.Run("auth");

        steps.ShouldBe(["test auth passed"]);
    }

    [Fact]
    public void Passing_output_on_allocates_nothing_that_grows_with_it()
    {
        var chunk = new byte[32 * 1024];
        chunk.AsSpan().Fill((byte)'m');
        long written = 0;
        var stream = new LogStream(new(["made-up-secret"]), text => written += text.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 4096; i++)
            stream.Write(chunk);
        stream.Complete();

        written.ShouldBe(4096L * chunk.Length);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 * 1024 * 1024);
    }

    [Fact]
    public async Task Lines_of_both_streams_stay_whole()
    {
        const string Script =
            "for i in $(seq 2000); do printf out; printf 'out\\n'; done & for i in $(seq 2000); do printf err >&2; printf 'err\\n' >&2; done; wait";

        await Run(new("sh", "-c", Script));

        File.ReadLines(Log).Skip(1).Where(line => line is not ("outout" or "errerr")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_after_output_that_ends_without_one_is_a_line_of_its_own()
    {
        fixture.Each(
            "test",
            "",
            async step =>
            {
                await step.Run(new("printf", "no end"));
                step.Log.Write("next");
                return StepResult.Passed;
            }
        );

        await fixture.Run("auth");

        (await File.ReadAllTextAsync(Log, TestContext.Current.CancellationToken)).ShouldBe(
            "$ printf 'no end'\nno end\nnext\n"
        );
    }

    [Fact]
    public async Task Output_for_programs_is_shown_as_the_step_wants_and_read_as_it_is()
    {
        var outcome = await Run(
            new("printf", "{1}\\n{2}\\r\\nthree"),
            line => line.StartsWith('{') ? $"event {line}" : null
        );

        outcome.Output.ShouldBe("{1}\n{2}\r\nthree");
        File.ReadLines(Log).Skip(1).ShouldBe(["event {1}", "event {2}"]);
    }

    [Fact]
    public async Task A_shown_line_is_bounded_and_says_by_how_much()
    {
        await Run(new("sh", "-c", "head -c 3M /dev/zero | tr '\\0' x"), line => $"{line.Length}");

        File.ReadLines(Log).Last().ShouldBe($"{ShownLines.SaneLine} … and {2 * 1024 * 1024} more characters");
    }

    [Fact]
    public async Task Letters_of_several_bytes_survive_wherever_chunks_end()
    {
        var outcome = await Run(new("sh", "-c", "yes żółw€𝄞 2>/dev/null | head -n 20000"));

        outcome.Output.ShouldBe(string.Concat(Enumerable.Repeat("żółw€𝄞\n", 20000)));
        File.ReadLines(Log, Encoding.UTF8).Skip(1).Distinct().ShouldBe(["żółw€𝄞"]);
    }

    public void Dispose() => fixture.Dispose();

    private async Task<CommandOutcome> Run(CommandLine command, Func<string, string?>? show = null)
    {
        CommandOutcome? outcome = null;
        fixture.Each(
            "test",
            "",
            async step =>
            {
                outcome = await step.Run(command, show);
                return StepResult.Passed;
            }
        );
        await fixture.Run("auth");
        return outcome!;
    }

    private string Log => fixture.Root / "artifacts/logs/auth/test.log";
}

using System.Diagnostics;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tests.Execution;

public sealed class ProcessTests : IDisposable
{
    private readonly RunFixture fixture = new();

    [Fact]
    public async Task A_programs_output_and_exit_code_come_back_and_all_of_it_is_in_the_log()
    {
        var outcome = await Run(new("sh", "-c", "echo out; echo err >&2; exit 3"));

        outcome.ShouldBe(new CommandOutcome(3, "out\n", "err\n"));
        // Two pipes have no order between them.
        Log().Split('\n').ShouldBe(["$ sh -c 'echo out; echo err >&2; exit 3'", "out", "err", ""], ignoreOrder: true);
    }

    [Fact]
    public async Task An_argument_is_never_read_by_a_shell()
    {
        var outcome = await Run(new("printf", "%s|", "$(id)", "a b", ";ls", "\"'"));

        outcome.Output.Trim().ShouldBe("$(id)|a b|;ls|\"'|");
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_named()
    {
        fixture.Each(
            "test",
            "",
            async step =>
                (await step.Run(new("no-such-program"))).Succeeded ? StepResult.Passed : StepResult.Failed("?")
        );
        await using var run = fixture.Start("auth");

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("test"));

        run.Steps.Single().Result.Reason.ShouldNotBeNull().ShouldStartWith("no-such-program is not installed");
    }

    [Fact]
    public async Task A_program_that_was_just_written_is_started_once_it_is_closed_everywhere()
    {
        var program = fixture.Root / "program";
        File.WriteAllText(program, "#!/bin/sh\necho started\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var open = new FileStream(program, FileMode.Open, FileAccess.Write);

        var running = Run(new(program));
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await open.DisposeAsync();

        (await running).Output.ShouldBe("started\n");
    }

    [Fact]
    public async Task A_timeout_leaves_no_child_behind()
    {
        var pid = Directory.CreateDirectory(fixture.Root / "auth").FullName + "/pid";
        fixture.Each(
            "test",
            "",
            async step =>
            {
                await step.Run(
                    new("sh", "-c", $"sh -c 'trap \"\" INT TERM; echo $$ > {pid}; sleep 300; sleep 300' & wait")
                );
                return StepResult.Passed;
            }
        );
        // Enough for the child to come to be, however busy the machine is.
        await using var run = fixture.Start("auth", options => options with { StepTimeout = TimeSpan.FromSeconds(5) });

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("test"));

        await Gone(File.ReadAllText(pid));
    }

    [Fact]
    public async Task A_server_ends_with_the_run()
    {
        var pid = fixture.Root / "pid";
        var server = BackgroundProcess.Start(
            new("sh", "-c", $"echo $$ > {pid}; exec sleep 300"),
            fixture.Root / "server.log"
        );
        await Written(pid);

        await server.DisposeAsync();

        await Gone(File.ReadAllText(pid));
    }

    [Fact]
    public async Task A_secret_never_reaches_the_log()
    {
        fixture.Each(
            "test",
            "",
            async step =>
                (await step.Run(new("echo", "made-up-secret", "bWFkZS11cC1zZWNyZXQ="))).Succeeded
                    ? StepResult.Passed
                    : StepResult.Failed("?")
        );
        await using var run = fixture.Start("auth", options => options with { Secrets = ["made-up-secret"] });

        await run.Complete("test");

        Log().ShouldBe("$ echo *** ***\n*** ***\n");
    }

    public void Dispose() => fixture.Dispose();

    private async Task<CommandOutcome> Run(CommandLine command)
    {
        CommandOutcome? outcome = null;
        fixture.Each(
            "test",
            "",
            async step =>
            {
                outcome = await step.Run(command);
                return StepResult.Passed;
            }
        );
        await fixture.Run("auth");
        return outcome!;
    }

    private string Log() => File.ReadAllText(fixture.Root / "artifacts/logs/auth/test.log");

    private static async Task Written(string file)
    {
        for (var i = 0; i < 600 && (!File.Exists(file) || new FileInfo(file).Length == 0); i++)
            await Task.Delay(50);
    }

    // A process that has ended may stay in the table until its parent looks: a zombie runs no more.
    private static async Task Gone(string pid)
    {
        for (var i = 0; i < 200; i++)
        {
            var status = $"/proc/{pid.Trim()}/stat";
            if (
                !File.Exists(status) || (await File.ReadAllTextAsync(status)).Contains(") Z ", StringComparison.Ordinal)
            )
                return;
            await Task.Delay(50);
        }

        Process.GetProcessById(int.Parse(pid)).ShouldBeNull($"process {pid} is still there");
    }
}

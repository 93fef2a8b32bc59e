using System.Diagnostics;
using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Delivery;

public sealed class PartialDeliveryTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task A_failing_test_keeps_its_service_back_and_no_other()
    {
        platform.Append(
            "services/auth/keys_test.go",
            "\nfunc TestBroken(t *testing.T) { t.Fatal(\"broken on purpose\") }\n"
        );
        platform.Commit("Break auth");

        var outcome = await platform.Build("Deliver");

        outcome.ExitCode.ShouldBe(255);
        outcome.Steps.ShouldContain("Test auth failed");
        outcome.Reason("Test", "auth").ShouldContain("TestBroken");
        foreach (var target in new[] { "Image", "Scan", "Push", "Bump" })
            outcome.Steps.ShouldContain($"{target} auth blocked");
        foreach (var service in new[] { "analytics", "evaluation", "flag", "targeting" })
            outcome.Images.Keys.ShouldContain(service, outcome.Output);
        outcome.Images.Keys.ShouldNotContain("auth");
        platform.Deployed("auth").ShouldContain("dkr.ecr");
        platform.Deployed("flag").ShouldStartWith(platform.Registry);
        outcome.Output.ShouldContain("auth Test failed:");
    }

    [Fact]
    public async Task A_push_of_one_service_touches_that_service_alone()
    {
        var outcome = await platform.Build("Push", "--service", "auth");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Steps.ShouldAllBe(step => step.Contains(" auth ", StringComparison.Ordinal));
        outcome.Images.Keys.ShouldBe(["auth"]);
        Directory.Exists(platform.Remote).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_not_committed_is_checked_but_not_pushed()
    {
        platform.Append("services/auth/keys.go", "\n// A change that is in no commit.\n");

        var outcome = await platform.Build("Deliver", "--service", "auth");

        outcome.ExitCode.ShouldBe(255);
        outcome.Steps.ShouldContain("Test auth passed");
        outcome.Steps.ShouldContain("Push auth failed");
        outcome.Reason("Push", "auth").ShouldContain("services/auth/keys.go");
        Directory.Exists(platform.Remote).ShouldBeFalse();
    }

    [Fact]
    public async Task Ctrl_C_ends_the_run_and_everything_that_it_started()
    {
        var mark = Path.GetFileName(platform.Root);
        using var interrupt = new CancellationTokenSource();
        var running = platform
            .BuildCommand("Deliver")
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, CancellationToken.None, interrupt.Token);
        await Until(() => Processes(mark).Count > 1);

        await interrupt.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await running);

        await Until(() => Processes(mark).Count == 0);
        Processes(mark).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_killed_run_leaves_no_server_behind_and_the_next_one_succeeds()
    {
        var mark = Path.GetFileName(platform.Root);
        using var kill = new CancellationTokenSource();
        var running = platform.BuildCommand("Deliver", "--service", "auth").ExecuteBufferedAsync(kill.Token);
        await Until(() => File.Exists(Path.Combine(platform.Root, "artifacts", "logs", "auth", "Push.log")));

        // The process itself alone, as a lack of memory would.
        Process.GetProcessById(running.ProcessId).Kill(entireProcessTree: false);
        (await running).ExitCode.ShouldNotBe(0);
        await Until(() => Processes(mark).Count == 0);
        Processes(mark).ShouldBeEmpty();

        var outcome = await platform.Build("Deliver", "--service", "auth");
        outcome.ExitCode.ShouldBe(0, outcome.Output);
    }

    public void Dispose() => platform.Dispose();

    // Everything that a run starts carries the platform's folder in its command line or works in it.
    private static List<int> Processes(string mark) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder =>
                    int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                )
                .Where(folder => CommandLine(folder).Contains(mark, StringComparison.Ordinal))
                .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)),
        ];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 1200 && !condition(); i++)
            await Task.Delay(50);
    }
}

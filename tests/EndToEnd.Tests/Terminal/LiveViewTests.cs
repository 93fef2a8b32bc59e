namespace EndToEnd.Tests.Terminal;

public sealed class LiveViewTests
{
    [Fact]
    public async Task A_terminal_shows_what_runs_and_keeps_the_table_at_the_end()
    {
        using var platform = new WaitingPlatform(services: 3);
        await using var window = await TerminalWindow.Open(100, 30, platform.Command("Compile --parallel 2"));

        var running = await window.Until(screen => screen.Any(line => line.Contains("service02 is at work")));
        for (var service = 1; service <= 3; service++)
            platform.Release(service);
        var ended = await window.Until(screen => screen[^1] == "done>");

        running.ShouldContain(line => line.StartsWith("service01", StringComparison.Ordinal) && line.Contains('▸'));
        running.ShouldContain(line => line == "service03");
        running.ShouldContain(line =>
            line.StartsWith("▸ Compile service01", StringComparison.Ordinal)
            && line.EndsWith("service01 is at work", StringComparison.Ordinal)
        );
        running.ShouldContain(line => line.Contains("0 of 3 steps"));
        ended.Count(line => line.StartsWith("service", StringComparison.Ordinal) && line.Contains('✓')).ShouldBe(3);
        ended.ShouldContain(line =>
            line.StartsWith("Succeeded in ", StringComparison.Ordinal) && line.Contains("3 passed")
        );
        ended.ShouldNotContain(line => line.Contains("of 3 steps"));
        (await window.ShowsCursor()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_is_shown_at_once_above_with_its_log_and_the_command_that_repeats_it()
    {
        using var platform = new WaitingPlatform(services: 2);
        await using var window = await TerminalWindow.Open(100, 30, platform.Command("Compile --parallel 2"));
        await window.Until(screen => screen.Any(line => line.Contains("service02 is at work")));

        platform.Release(1, "this is broken\n");

        var screen = await window.Until(screen => screen.Any(line => line.Contains("1 of 2 steps · 1 failed")));
        screen.ShouldContain(line => line.StartsWith("✗ Compile service01", StringComparison.Ordinal));
        screen.ShouldContain("    │ this is broken");
        screen.ShouldContain(line =>
            line.StartsWith("    again: ./build.sh Compile --service service01", StringComparison.Ordinal)
        );
        screen.ShouldContain(line => line.StartsWith("▸ Compile service02", StringComparison.Ordinal));
        platform.Release(2);
        await window.Until(screen => screen[^1] == "done>");
    }

    [Fact]
    public async Task What_is_more_than_the_window_is_counted_and_nothing_scrolls_by()
    {
        using var platform = new WaitingPlatform(services: 40);
        await using var window = await TerminalWindow.Open(80, 24, platform.Command("Compile --parallel 2"));

        platform.Release(1, "broken\n");
        var screen = await window.Until(screen =>
            screen.Any(line => line.Contains("2 of 40 steps") || line.Contains("1 of 40 steps"))
            && screen.Count(line => line.StartsWith("service", StringComparison.Ordinal) && line.Contains('▸')) == 2
        );

        screen.ShouldContain(line => line.StartsWith("… and ", StringComparison.Ordinal) && line.Contains("waiting"));
        screen
            .Where(line => line.StartsWith("service", StringComparison.Ordinal))
            .Take(2)
            .ShouldAllBe(line => line.Contains('▸'));
        screen
            .Where(line => line.StartsWith("service", StringComparison.Ordinal))
            .Skip(2)
            .First()
            .ShouldStartWith("service01");
        await window.Press("C-c");
        await window.Until(screen => screen[^1] == "done>");
        (await window.Everything()).Split('\n').Count(line => line.Contains(" steps · ")).ShouldBe(0);
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(160, 50)]
    [InlineData(20, 5)]
    [InlineData(60, 24)]
    public async Task A_window_may_change_its_size(int width, int height)
    {
        using var platform = new WaitingPlatform(services: 8);
        await using var window = await TerminalWindow.Open(80, 24, platform.Command("Compile --parallel 2"));
        await window.Until(screen => screen.Any(line => line.Contains("service02 is at work")));

        await window.Resize(width, height);
        await window.Until(screen => screen.Any(line => line.Contains("0 of 8")));
        await Task.Delay(1000);
        var resized = await window.Screen();
        platform.Release(1);
        var later = await window.Until(screen => screen.Any(line => line.Contains("1 of 8")));

        resized.Count(line => line.Contains("0 of 8")).ShouldBe(1);
        later.ShouldNotContain(line => line.Contains("0 of 8"));
        await window.Press("C-c");
        await window.Until(screen => screen.Any(line => line.StartsWith("done>", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_terminal_whole()
    {
        using var platform = new WaitingPlatform(services: 3);
        await using var window = await TerminalWindow.Open(100, 30, platform.Command("Compile --parallel 2"));
        await window.Until(screen => screen.Any(line => line.Contains("service02 is at work")));

        await window.Press("C-c");

        var screen = await window.Until(screen =>
            screen.Any(line => line.StartsWith("done>", StringComparison.Ordinal))
        );
        screen.ShouldContain(line => line.StartsWith("Failed in ", StringComparison.Ordinal));
        (await window.ShowsCursor()).ShouldBeTrue();
        (await window.Wraps()).ShouldBeTrue();
    }

    [Fact]
    public async Task Ctrl_C_ends_what_a_step_has_started_in_the_background()
    {
        using var platform = new WaitingPlatform(services: 1);
        platform.AddBackgroundServer("server");
        await using var window = await TerminalWindow.Open(100, 30, platform.Command("Compile --service server"));
        await window.Until(screen => screen.Any(line => line.Contains("server is up")));
        platform.BackgroundServerRuns().ShouldBeTrue();

        await window.Press("C-c");

        await window.Until(screen => screen.Any(line => line.StartsWith("done>", StringComparison.Ordinal)));
        platform.BackgroundServerRuns().ShouldBeFalse();
    }

    [Theory]
    [InlineData("NO_COLOR=1")]
    [InlineData("TERM=dumb")]
    [InlineData("CI=true")]
    public async Task Where_a_view_is_not_wanted_there_are_plain_lines(string variable)
    {
        using var platform = new WaitingPlatform(services: 2);
        platform.Release(1);
        platform.Release(2);
        await using var window = await TerminalWindow.Open(
            100,
            30,
            $"export {variable}; {platform.Command("Compile")}"
        );

        var screen = await window.Until(screen => screen[^1] == "done>");

        screen.ShouldContain(line => line.StartsWith("✓ Compile  service01", StringComparison.Ordinal));
        screen.ShouldContain("services: service01, service02");
    }
}

using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Terminal;

/// <summary>A window of a real terminal emulator, in which a build runs as for a person.</summary>
public sealed class TerminalWindow : IAsyncDisposable
{
    private readonly string server = $"look-{Guid.NewGuid():N}";

    /// <summary>Opens a window, and types a command into its shell.</summary>
    public static async Task<TerminalWindow> Open(int width, int height, string command)
    {
        var window = new TerminalWindow();
        await window.Tmux("-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "sh");
        await window.Tmux("set-option", "-g", "history-limit", "5000");
        await window.Tmux("send-keys", $"unset CI NO_COLOR; PS1='done> '; clear; {command}", "Enter");
        return window;
    }

    /// <summary>The lines that are on the screen.</summary>
    public async Task<IReadOnlyList<string>> Screen() => (await Tmux("capture-pane", "-p")).TrimEnd('\n').Split('\n');

    /// <summary>The lines that are on the screen and that have scrolled by.</summary>
    public async Task<string> Everything() => await Tmux("capture-pane", "-p", "-J", "-S", "-");

    /// <summary>True where the cursor can be seen.</summary>
    public async Task<bool> ShowsCursor() => (await Tmux("display-message", "-p", "#{cursor_flag}")).Trim() == "1";

    /// <summary>True where long lines wrap, as a shell expects it.</summary>
    public async Task<bool> Wraps() => (await Tmux("display-message", "-p", "#{wrap_flag}")).Trim() == "1";

    public Task Resize(int width, int height) => Tmux("resize-window", "-x", $"{width}", "-y", $"{height}");

    public Task Press(string key) => Tmux("send-keys", key);

    /// <summary>Waits until the screen is as wanted, and gives it.</summary>
    public async Task<IReadOnlyList<string>> Until(Func<IReadOnlyList<string>, bool> isWanted)
    {
        for (var i = 0; ; i++)
        {
            var screen = await Screen();
            if (isWanted(screen))
                return screen;

            (i < 600).ShouldBeTrue($"the screen did not become what was waited for:\n{string.Join('\n', screen)}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync() => await Tmux("kill-server");

    private async Task<string> Tmux(params string[] arguments) =>
        (await Cli.Wrap("tmux").WithArguments(["-L", server, .. arguments]).ExecuteBufferedAsync()).StandardOutput;
}

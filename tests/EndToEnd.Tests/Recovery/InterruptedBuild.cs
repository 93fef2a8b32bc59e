using System.Diagnostics;
using System.Globalization;

namespace EndToEnd.Tests.Recovery;

/// <summary>A build within a shell, which is its parent, and with a reader of its output.</summary>
/// <param name="shell">The shell.</param>
/// <param name="folder">Where it tells who is who.</param>
/// <param name="isOfBuild">
/// True for the folder in <c>/proc</c> of a process of the build: another may have the number of one that has ended.
/// </param>
public sealed class InterruptedBuild(RunningBuild shell, string folder, Func<string, bool> isOfBuild) : IDisposable
{
    /// <summary>
    /// What the shell runs; <c>"$@"</c> in it is the build, which does not inherit that a background job ignores
    /// SIGINT. It tells who is who, and the exit code.
    /// </summary>
    public const string Script = """
        { sh -c 'echo $PPID >parent.mark; echo $$ >build.mark; exec env --default-signal "$@"' sh "$@"; echo $? >code.mark; } |
            sh -c 'echo $$ >reader.mark; exec cat'
        """;

    /// <summary>Removes what an earlier one has told.</summary>
    public static void Forget(string folder)
    {
        foreach (var mark in Directory.GetFiles(folder, "*.mark"))
            File.Delete(mark);
    }

    /// <summary>What it ended with; null where its parent was killed before it could tell.</summary>
    public int? ExitCode => Read("code");

    /// <summary>True where the build has ended in time.</summary>
    public async Task<bool> Ends(TimeSpan within)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < within; await Task.Delay(5))
            if (Read("build") is { } build && !isOfBuild($"/proc/{build}"))
                return await shell.Ends(TimeSpan.FromSeconds(30));
        return false;
    }

    /// <summary>Sends a signal to <c>build</c>, <c>parent</c> or <c>reader</c>.</summary>
    public async Task Signal(string name, string whom)
    {
        int? process;
        while ((process = Read(whom)) is null)
            await Task.Delay(5);
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {process} 2>/dev/null"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>What it wrote, as far as somebody has read it.</summary>
    public Task<string> Output() => shell.Output();

    public void Dispose() => shell.Dispose();

    private int? Read(string mark)
    {
        var file = Path.Combine(folder, $"{mark}.mark");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}

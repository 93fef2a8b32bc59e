using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Pipeline.Foundation.Processes;

/// <summary>Starts programs in a sandbox, and no thread of this process in it.</summary>
internal static class SandboxedStart
{
    // The first process makes a thread that handles signals for good, and threads inherit a sandbox.
    static SandboxedStart()
    {
        if (!OperatingSystem.IsWindows())
            PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { }).Dispose();
    }

    /// <summary>Starts a program.</summary>
    /// <param name="start">The program; its variables are in addition to the sandbox's.</param>
    /// <param name="sandbox">Its sandbox; null: it sees what this process sees.</param>
    public static Process Start(ProcessStartInfo start, Sandbox? sandbox) =>
        sandbox is null || Landlock.Obstacle is not null
            ? Process.Start(start)!
            : AdoptedProcesses.Except(() => StartConfined(start, sandbox));

    /// <summary>Gives a program its environment.</summary>
    /// <param name="start">The program, with this process's variables.</param>
    /// <param name="variables">Further variables; null removes one.</param>
    /// <param name="sandbox">Its sandbox; null: it sees this process's variables.</param>
    public static void SetVariables(
        ProcessStartInfo start,
        IEnumerable<KeyValuePair<string, string?>> variables,
        Sandbox? sandbox
    )
    {
        if (sandbox is not null)
            start.Environment.Clear();
        foreach (var (name, value) in (sandbox?.Variables ?? []).Concat(variables))
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
    }

    // A thread that gave up rights never gets them back, so it starts one program and ends. It must not start a thread
    // of the runtime: nothing here waits for the program, or reads its output.
    private static Process StartConfined(ProcessStartInfo start, Sandbox sandbox)
    {
        Process? started = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Landlock.Confine(sandbox);
                started = Process.Start(start);
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.UnsafeStart();
        thread.Join();
        failure?.Throw();
        return started!;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Foundation.Processes;

/// <summary>
/// The children of this process on Linux that it has not started itself. It adopts those of its programs that outlive
/// their parents, so that one that turned itself into a daemon is found without a look at every process of the machine.
/// </summary>
internal static partial class AdoptedProcesses
{
    private const int SetChildSubreaper = 36;
    private const int Sigkill = 9;
    private const string Tasks = "/proc/self/task";

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Started = [];

    private static readonly Lazy<bool> Adopts = new(() =>
        OperatingSystem.IsLinux()
        && SetProcess(SetChildSubreaper, 1, 0, 0, 0) == 0
        && File.Exists($"{Tasks}/{Environment.ProcessId}/children")
    );

    /// <summary>Begins to adopt; false where the system knows no adoption, or does not tell the children.</summary>
    public static bool Begin() => Adopts.Value;

    /// <summary>Starts a process that is not adopted: .NET waits for it, and must be the only one to.</summary>
    public static Process Except(Func<Process> start)
    {
        lock (Gate)
        {
            var process = start();
            var id = process.Id;
            Started.Add(id);
            process.Exited += (_, _) =>
            {
                lock (Gate)
                    Started.Remove(id);
            };
            process.EnableRaisingEvents = true;
            return process;
        }
    }

    /// <summary>
    /// Kills those that meet a condition; a killed one stays in the table of processes until it is awaited.
    /// </summary>
    /// <param name="condition">Takes a process by its id.</param>
    /// <returns>The command lines of those that ran, by id.</returns>
    public static IReadOnlyDictionary<int, string> Kill(Func<int, bool> condition)
    {
        lock (Gate)
        {
            var killed = new Dictionary<int, string>();
            foreach (var id in Children().Where(id => !Started.Contains(id) && condition(id)))
            {
                if (ProcessFile.CommandLine(id) is { Length: > 0 } line)
                    killed[id] = line;
                _ = SendSignal(id, Sigkill);
                _ = WaitFor(id, 0, 0);
            }

            return killed;
        }
    }

    private static int[] Children() =>
        [
            .. Directory
                .EnumerateDirectories(Tasks)
                .SelectMany(task =>
                    ProcessFile.Read($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                )
                .Select(int.Parse),
        ];

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int SetProcess(int option, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitFor(int process, nint status, int options);
}

using System.Runtime.InteropServices;

namespace Pipeline.Foundation.Processes;

/// <summary>
/// The children of this process on Linux. It adopts those of its programs that outlive their parents, so that one that
/// turned itself into a daemon is found here too, without a look at every process of the machine.
/// </summary>
internal static partial class AdoptedProcesses
{
    private const int SetChildSubreaper = 36;
    private const string Tasks = "/proc/self/task";

    private static readonly Lazy<bool> Adopts = new(() =>
        OperatingSystem.IsLinux()
        && SetProcess(SetChildSubreaper, 1, 0, 0, 0) == 0
        && File.Exists($"{Tasks}/{Environment.ProcessId}/children")
    );

    /// <summary>Begins to adopt; false where the system knows no adoption, or does not tell the children.</summary>
    public static bool Begin() => Adopts.Value;

    /// <summary>Their ids.</summary>
    public static IEnumerable<int> All() =>
        Directory
            .EnumerateDirectories(Tasks)
            .SelectMany(task => ProcessFile.Read($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse);

    /// <summary>Takes leave of one that was killed, which stays in the table of processes until then.</summary>
    public static void Release(int process) => _ = WaitFor(process, 0, 0);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int SetProcess(int option, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitFor(int process, nint status, int options);
}

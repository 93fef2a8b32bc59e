using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Foundation.Processes;

/// <summary>A snapshot of a process and its descendants.</summary>
internal sealed partial class ProcessTree
{
    private const int Sigint = 2;

    private readonly IReadOnlyList<Process> processes;
    private readonly Lock gate = new();
    private bool isKilled;

    private ProcessTree(IReadOnlyList<Process> processes) => this.processes = processes;

    /// <summary>No process.</summary>
    public static ProcessTree None { get; } = new([]);

    /// <summary>A process and its descendants; the latter on Linux alone.</summary>
    public static ProcessTree Of(int ancestor)
    {
        var found = new List<Process>();
        if (Open(ancestor) is { } root)
            found.Add(root);
        if (!OperatingSystem.IsLinux())
            return new(found);

        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0)
            .ToLookup(ParentOf);
        var open = new Queue<int>([ancestor]);
        while (open.TryDequeue(out var parent))
            foreach (var child in children[parent])
            {
                open.Enqueue(child);
                if (Open(child) is { } process)
                    found.Add(process);
            }

        return new(found);
    }

    /// <summary>
    /// Asks them to end, as Ctrl-C in a terminal does; those that were killed are not asked any more.
    /// </summary>
    public void Interrupt()
    {
        lock (gate)
            if (!isKilled && !OperatingSystem.IsWindows())
                foreach (var process in processes)
                    _ = SendSignal(process.Id, Sigint);
    }

    /// <summary>Kills those that still run.</summary>
    public void Kill()
    {
        lock (gate)
        {
            isKilled = true;
            foreach (var process in processes)
                using (process)
                    try
                    {
                        process.Kill();
                    }
                    catch (Exception ended) when (ended is InvalidOperationException or Win32Exception)
                    {
                        // It exited by itself.
                    }
        }
    }

    // A Process opened while it runs holds its start time, so a new process with the same id is not taken for it.
    private static Process? Open(int id)
    {
        try
        {
            var process = Process.GetProcessById(id);
            _ = process.StartTime;
            return process;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // "pid (name) state ppid …", where the name may hold spaces and brackets.
    private static int ParentOf(int id)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}

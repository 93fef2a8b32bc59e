using System.Runtime.InteropServices;

namespace Pipeline.Foundation.Processes;

/// <summary>
/// Landlock, by which a thread of Linux gives up rights, for itself and for all that it starts, for good. It needs no
/// privilege, and binds root as well.
/// </summary>
internal static partial class Landlock
{
    // The numbers are the same on all architectures.
    private const nint CreateRuleset = 444;
    private const nint AddRule = 445;
    private const nint RestrictSelf = 446;
    private const int AskVersion = 1;
    private const int PathBeneath = 1;
    private const int NetworkPort = 2;
    private const ulong Connect = 2;
    private const int NoNewPrivileges = 38;
    private const int DropCapability = 24;
    private const int OpenPath = 0x200000;
    private const int CloseOnExec = 0x80000;

    // To signal a process outside, and to connect to its abstract sockets.
    private const ulong Scopes = 0b11;

    // With these, root reads files and processes past Landlock: CAP_DAC_READ_SEARCH, CAP_SYS_MODULE, CAP_SYS_RAWIO,
    // CAP_SYS_PTRACE, CAP_SYS_ADMIN, CAP_SYS_BOOT, CAP_PERFMON, CAP_BPF, CAP_CHECKPOINT_RESTORE.
    private static readonly int[] Circumventing = [2, 16, 17, 19, 21, 22, 38, 39, 40];

    private static readonly Lazy<int> Known = new(() =>
        OperatingSystem.IsLinux() ? Math.Max(0, (int)Call(CreateRuleset, 0, 0, AskVersion, 0)) : 0
    );

    /// <summary>The version of the kernel's interface; 0 where it has none.</summary>
    public static int Version => Known.Value;

    /// <summary>True where connections can be refused by their ports: from Linux 6.7 on.</summary>
    public static bool KnowsPorts => Version >= 4;

    /// <summary>Why nothing can be confined on this machine; null where it can.</summary>
    public static string? Obstacle =>
        Version > 0 ? null
        : OperatingSystem.IsLinux() ? "this kernel has no Landlock, which Linux has from 5.13 on, or it is turned off"
        : "only Linux has Landlock";

    /// <summary>Confines the calling thread, and what it starts from now on.</summary>
    /// <param name="sandbox">What is left to it.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static void Confine(Sandbox sandbox)
    {
        var rights = Rights(Version);
        var ports = KnowsPorts ? sandbox.Ports : null;
        var ruleset = Checked(Create(rights, ports is null ? 0 : Connect));
        try
        {
            foreach (var path in ReadablePlaces.Except(sandbox.Unreadable))
                Allow(ruleset, path, LandlockRights.ReadFile);
            foreach (var path in sandbox.Sockets)
                Allow(ruleset, path, LandlockRights.MakeSocket);
            foreach (var path in sandbox.Writable)
                Allow(ruleset, path, rights & ~LandlockRights.MakeDevice);
            foreach (var port in ports?.SelectMany(port => port == 0 ? EphemeralPorts.All : [port]) ?? [])
                Allow(ruleset, port);
            DropCapabilities();
            Checked(SetProcess(NoNewPrivileges, 1, 0, 0, 0));
            Checked((int)Call(RestrictSelf, ruleset, 0, 0, 0));
        }
        finally
        {
            _ = Close(ruleset);
        }
    }

    // Root keeps what builds need, such as to change owners. Without capabilities, none can be dropped.
    private static void DropCapabilities()
    {
        foreach (var capability in Circumventing)
            _ = SetProcess(DropCapability, capability, 0, 0, 0);
    }

    // A right that the kernel does not know would be refused.
    private static LandlockRights Rights(int version) =>
        LandlockRights.All
        & ~(version < 2 ? LandlockRights.Refer : LandlockRights.None)
        & ~(version < 3 ? LandlockRights.Truncate : LandlockRights.None)
        & ~(version < 5 ? LandlockRights.ControlDevice : LandlockRights.None);

    private static unsafe int Create(LandlockRights rights, ulong network)
    {
        var attributes = new Attributes
        {
            Files = rights,
            Network = network,
            Scopes = Version < 6 ? 0 : Scopes,
        };
        return (int)Call(CreateRuleset, (nint)(&attributes), sizeof(Attributes), 0, 0);
    }

    private static unsafe void Allow(int ruleset, string path, LandlockRights rights)
    {
        var opened = Open(path, OpenPath | CloseOnExec);
        // It is not there, or not any more.
        if (opened < 0)
            return;
        try
        {
            var beneath = new Beneath
            {
                Rights = Directory.Exists(path) ? rights : rights & LandlockRights.OfFile,
                Place = opened,
            };
            Checked((int)Call(AddRule, ruleset, PathBeneath, (nint)(&beneath), 0));
        }
        finally
        {
            _ = Close(opened);
        }
    }

    private static unsafe void Allow(int ruleset, int port)
    {
        var connection = new Connection { Rights = Connect, Port = (ulong)port };
        Checked((int)Call(AddRule, ruleset, NetworkPort, (nint)(&connection), 0));
    }

    private static int Checked(int result) =>
        result >= 0
            ? result
            : throw new IOException(
                $"Landlock {Version} of this kernel refuses to confine a program of a service: {Marshal.GetLastPInvokeErrorMessage()}"
            );

    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public LandlockRights Files;
        public ulong Network;
        public ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Beneath
    {
        public LandlockRights Rights;
        public int Place;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Connection
    {
        public ulong Rights;
        public ulong Port;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int SetProcess(int option, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}

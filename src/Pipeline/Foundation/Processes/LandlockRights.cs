namespace Pipeline.Foundation.Processes;

/// <summary>The rights to files that Landlock can deny, by the numbers of the kernel's interface.</summary>
[Flags]
internal enum LandlockRights : ulong
{
    None = 0,
    WriteFile = 1 << 1,
    ReadFile = 1 << 2,
    RemoveFolder = 1 << 4,
    RemoveFile = 1 << 5,
    MakeCharacterDevice = 1 << 6,
    MakeFolder = 1 << 7,
    MakeFile = 1 << 8,
    MakeSocket = 1 << 9,
    MakePipe = 1 << 10,
    MakeBlockDevice = 1 << 11,
    MakeLink = 1 << 12,

    /// <summary>To rename or link a file into another folder.</summary>
    Refer = 1 << 13,
    Truncate = 1 << 14,

    /// <summary>To control a device, such as to type into a terminal.</summary>
    ControlDevice = 1 << 15,

    /// <summary>Those that a single file can be given; the others are for folders.</summary>
    OfFile = WriteFile | ReadFile | Truncate | ControlDevice,

    /// <summary>To make a device, by which root would reach a disk past all files.</summary>
    MakeDevice = MakeCharacterDevice | MakeBlockDevice,

    /// <summary>All of them.</summary>
    All =
        OfFile
        | RemoveFolder
        | RemoveFile
        | MakeDevice
        | MakeFolder
        | MakeFile
        | MakeSocket
        | MakePipe
        | MakeLink
        | Refer,
}

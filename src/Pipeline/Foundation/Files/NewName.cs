using System.Runtime.InteropServices;

namespace Pipeline.Foundation.Files;

/// <summary>
/// Gives a file a name that no other has. On Unix, <see cref="File.Move(string, string)"/> asks whether the name is
/// free and then renames, so that of two processes both may succeed; link(2) does both at once.
/// </summary>
internal static partial class NewName
{
    private const int Exists = 17;

    /// <summary>Gives a file a name; on Unix it keeps its old one too.</summary>
    /// <returns>False where the name is taken.</returns>
    /// <exception cref="IOException">The file system refuses it.</exception>
    public static bool TryGive(string file, string name)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(file, name);

        if (Link(file, name) == 0)
            return true;

        var error = Marshal.GetLastPInvokeError();
        return error == Exists
            ? false
            : throw new IOException($"{name}: cannot be created: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private static bool TryMove(string file, string name)
    {
        try
        {
            File.Move(file, name);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);
}

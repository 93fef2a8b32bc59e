using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Foundation.Git;

/// <summary>
/// A pipe of a process, read or written like a file. .NET handles pipes like sockets, whose engine takes longer to
/// start than Git to answer.
/// </summary>
internal static class BlockingPipe
{
    /// <summary>The output of a process. The reader owns the pipe, and must live as long.</summary>
    public static FileStream Of(StreamReader reader) => Open(reader.BaseStream, FileAccess.Read);

    /// <summary>The input of a process. The writer owns the pipe, and must live as long.</summary>
    public static FileStream Of(StreamWriter writer) => Open(writer.BaseStream, FileAccess.Write);

    private static FileStream Open(Stream pipe, FileAccess access)
    {
        var handle = ((PipeStream)pipe).SafePipeHandle.DangerousGetHandle();
        return new(new SafeFileHandle(handle, ownsHandle: false), access, bufferSize: 0);
    }
}

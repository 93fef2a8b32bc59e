namespace Pipeline.Foundation.Processes;

/// <summary>Takes a program's output as it arrives.</summary>
internal interface IOutputTarget
{
    /// <summary>Takes a chunk.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Passes on the rest.</summary>
    void Complete();
}

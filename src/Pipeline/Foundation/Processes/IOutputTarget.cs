namespace Pipeline.Foundation.Processes;

/// <summary>Takes what a program writes, as it comes.</summary>
internal interface IOutputTarget
{
    /// <summary>Takes what has come in.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Passes on all that is left.</summary>
    void Complete();
}

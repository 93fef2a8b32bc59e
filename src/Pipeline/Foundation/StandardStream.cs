namespace Pipeline.Foundation;

/// <summary>
/// Standard output or error. What cannot be written, as its disk is full, ends nothing half way: it is left out, and
/// <see cref="Failure"/> has the reason.
/// </summary>
internal sealed class StandardStream : Stream
{
    private readonly Stream target;

    /// <param name="target">The stream of the process.</param>
    internal StandardStream(Stream target) => this.target = target;

    /// <summary>Standard output.</summary>
    public static StandardStream Output { get; } = new(Console.OpenStandardOutput());

    /// <summary>Standard error.</summary>
    public static StandardStream Error { get; } = new(Console.OpenStandardError());

    /// <summary>Why something could not be written; null where all was.</summary>
    public IOException? Failure { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            // A gap in the middle would mislead.
            if (Failure is null)
                target.Write(buffer);
        }
        catch (IOException failure)
        {
            Failure = failure;
        }
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Flush() { }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}

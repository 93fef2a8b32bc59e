using System.Net;

namespace Pipeline.Images.Registries;

/// <summary>A request body from a part of a stream, which reports its progress.</summary>
/// <param name="source">A seekable stream.</param>
/// <param name="offset">The start of the part.</param>
/// <param name="length">The length of the part in bytes.</param>
/// <param name="progress">Takes the length of each piece.</param>
internal sealed class WatchedContent(Stream source, long offset, long length, Action<int> progress) : HttpContent
{
    private const int Piece = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        source.Position = offset;
        var buffer = new byte[Piece];
        for (var left = length; left > 0; )
        {
            var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, Piece)), cancellationToken);
            if (read == 0)
                throw new EndOfStreamException($"the content is {left} bytes shorter than it should be");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
            progress(read);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}

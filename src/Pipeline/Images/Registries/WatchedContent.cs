using System.Net;

namespace Pipeline.Images.Registries;

/// <summary>A part of a stream on its way to a registry, which tells of each piece that has gone.</summary>
/// <param name="source">The stream; it can be gone through again.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">How long it is.</param>
/// <param name="progress">Is told of each piece.</param>
internal sealed class WatchedContent(Stream source, long offset, long length, Action progress) : HttpContent
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
            progress();
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}

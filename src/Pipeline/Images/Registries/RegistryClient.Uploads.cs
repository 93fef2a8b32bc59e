using System.Net;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <content>Blob uploads: small ones in one request, large ones in chunks, which resume where a connection
/// broke.</content>
internal sealed partial class RegistryClient
{
    /// <summary>
    /// The size of a chunk in bytes, which is what a broken connection costs. Amazon ECR accepts up to 20 MB.
    /// </summary>
    public long Chunk { get; init; } = 16 * 1024 * 1024;

    /// <summary>Uploads a blob, unless the repository holds it.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The content's descriptor.</param>
    /// <param name="content">The content, a seekable stream.</param>
    /// <param name="log">Takes retries; null: nothing is retried.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>True where it was sent, false where it existed.</returns>
    /// <exception cref="StepFailedException">The registry refuses it.</exception>
    public async Task<bool> Upload(
        string repository,
        Descriptor blob,
        Stream content,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        if (await HasBlob(repository, blob, log, cancellation))
            return false;

        var upload = new BlobUpload(repository, blob, content, log, cancellation);
        await Begin(upload);
        while (upload.IsChunked && upload.Sent < blob.Size)
            await SendChunk(upload);
        await Finish(upload);
        return true;
    }

    private async Task Begin(BlobUpload upload)
    {
        var request = new RegistryRequest(
            HttpMethod.Post,
            $"{Path(upload.Repository)}/blobs/uploads/",
            Writing(upload.Repository)
        );
        var answer = await Ask(request, upload.Log, upload.Cancellation);
        if (answer.Status != HttpStatusCode.Accepted)
            throw Refusal(answer, request);
        (upload.Place, upload.Sent) = (Place(answer), 0);
        upload.Chunk = Math.Max(Chunk, answer.LeastChunk);
    }

    private async Task SendChunk(BlobUpload upload)
    {
        var (attempt, end) = (0, 0L);
        var answer = await transport.Ask(
            async () =>
            {
                if (attempt++ > 0)
                    await GoOn(upload);
                end = Math.Min(upload.Sent + upload.Chunk, upload.Blob.Size);
                return Sending(HttpMethod.Patch, upload, $"{upload.Place}", upload.Sent, end);
            },
            RegistryAnswer.Read,
            upload.Log,
            upload.Cancellation
        );
        if (answer.Status == HttpStatusCode.RequestedRangeNotSatisfiable && upload.Log is not null)
            await GoOn(upload);
        else if (answer.Status is HttpStatusCode.Accepted or HttpStatusCode.NoContent)
            (upload.Place, upload.Sent) = (Place(answer), Math.Min(EndOf(answer) ?? end, upload.Blob.Size));
        else
            throw Refusal(answer, new(HttpMethod.Patch, upload.Place.AbsolutePath));
    }

    // Asks for the upload's progress; where the registry lost the upload, it starts over.
    private async Task GoOn(BlobUpload upload)
    {
        if (upload.Lost++ > Resumptions)
            throw new TransientException(
                $"the registry {registry} loses the upload of {upload.Blob.Digest} again and again"
            );

        var answer = await Ask(
            new(HttpMethod.Get, $"{upload.Place}", Writing(upload.Repository)),
            upload.Log,
            upload.Cancellation
        );
        if (
            answer.Status is HttpStatusCode.NoContent or HttpStatusCode.Accepted
            && EndOf(answer) is > 1 and var sent
            && sent <= upload.Blob.Size
        )
            (upload.Place, upload.Sent) = (answer.Location is null ? upload.Place : Place(answer), sent);
        else
            await Begin(upload);
        upload.Log?.Write(
            $"{registry}: going on with {upload.Blob.Digest} from byte {upload.Sent} of {upload.Blob.Size}"
        );
    }

    // Small content goes with this request; the chunks of large content were sent before.
    private async Task Finish(BlobUpload upload)
    {
        var attempt = 0;
        var answer = await transport.Ask(
            async () =>
            {
                if (attempt++ > 0 && !upload.IsChunked)
                    await Begin(upload);
                var place = upload.Place;
                return Sending(
                    HttpMethod.Put,
                    upload,
                    $"{place}{(place.Query.Length > 0 ? '&' : '?')}digest={Uri.EscapeDataString(upload.Blob.Digest)}",
                    upload.Sent,
                    upload.Blob.Size
                );
            },
            RegistryAnswer.Read,
            upload.Log,
            upload.Cancellation
        );
        // The lost response may have been a success.
        var isThere =
            answer.Status == HttpStatusCode.Created
            || (
                answer.Status == HttpStatusCode.NotFound
                && attempt > 1
                && await HasBlob(upload.Repository, upload.Blob, upload.Log, upload.Cancellation)
            );
        if (!isThere)
            throw Refusal(answer, new(HttpMethod.Put, upload.Place.AbsolutePath));
        if (answer.Digest is { } digest && digest != upload.Blob.Digest)
            throw new StepFailedException(
                $"the registry {registry} took the blob {upload.Blob.Digest} and calls it {digest}: it is damaged or forged"
            );
    }

    private RegistryRequest Sending(HttpMethod method, BlobUpload upload, string place, long from, long end) =>
        new(method, place, Writing(upload.Repository))
        {
            Content = progress =>
            {
                var body = new WatchedContent(upload.Content, from, end - from, progress);
                body.Headers.ContentType = new("application/octet-stream");
                // The specification's format, which differs from HTTP's.
                if (method == HttpMethod.Patch)
                    body.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{end - 1}");
                return body;
            },
            // To put together what it got in chunks takes a registry a while.
            IsLong = method == HttpMethod.Put && upload.IsChunked,
        };

    private Uri Place(RegistryAnswer answer) =>
        answer.Location is { } location
            ? transport.Resolve(location)
            : throw new StepFailedException(
                $"the registry {registry} takes an upload and does not say where: see whether \"registry\" in pipeline.yaml is right"
            );

    // "0-1023" for 1024 bytes; "0-0" for none, too.
    private static long? EndOf(RegistryAnswer answer) =>
        answer.Range?.Replace("bytes=", "", StringComparison.Ordinal).Split('-') is [_, var end]
        && long.TryParse(end, out var last)
            ? last + 1
            : null;

    /// <summary>An upload in progress.</summary>
    private sealed class BlobUpload(
        string repository,
        Descriptor blob,
        Stream content,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        public string Repository => repository;
        public Descriptor Blob => blob;
        public Stream Content => content;
        public StepLog? Log => log;
        public CancellationToken Cancellation => cancellation;

        /// <summary>The address for the next request.</summary>
        public Uri Place { get; set; } = null!;

        /// <summary>The bytes that were received.</summary>
        public long Sent { get; set; }

        /// <summary>The size of a chunk.</summary>
        public long Chunk { get; set; }

        /// <summary>How often it was restarted or resumed.</summary>
        public int Lost { get; set; }

        public bool IsChunked => Blob.Size > Chunk;
    }
}

using System.Net;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <content>Brings blobs to a registry: small ones at once, large ones in chunks, going on where a connection broke.</content>
internal sealed partial class RegistryClient
{
    /// <summary>In bytes, what goes at a time of a large content: a broken connection costs no more. ECR takes 20 MB.</summary>
    public long Chunk { get; init; } = 16 * 1024 * 1024;

    /// <summary>Brings a blob to a repository, unless it is there.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">Names the content.</param>
    /// <param name="content">The content; it can be gone through again.</param>
    /// <param name="log">Is told of retries; null: there are none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>True where it was sent, false where it was there.</returns>
    /// <exception cref="StepFailedException">The registry does not take it.</exception>
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

    // Asks how much has got through; where the registry has forgotten the upload, it begins anew.
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

    // What is small goes with this request; what is large has gone before.
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
        // An answer that was lost may have been a yes.
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
                // The specification's form, which is not the one of HTTP.
                if (method == HttpMethod.Patch)
                    body.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{end - 1}");
                return body;
            },
            IsLong = true,
        };

    private Uri Place(RegistryAnswer answer) =>
        answer.Location is { } location
            ? transport.Resolve(location)
            : throw new StepFailedException($"the registry {registry} takes an upload and does not say where");

    // "0-1023" for 1024 bytes; "0-0" stands for nothing too.
    private static long? EndOf(RegistryAnswer answer) =>
        answer.Range?.Replace("bytes=", "", StringComparison.Ordinal).Split('-') is [_, var end]
        && long.TryParse(end, out var last)
            ? last + 1
            : null;

    /// <summary>A blob on its way.</summary>
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

        /// <summary>Where the next part goes.</summary>
        public Uri Place { get; set; } = null!;

        /// <summary>How much has got through.</summary>
        public long Sent { get; set; }

        /// <summary>How much goes at a time.</summary>
        public long Chunk { get; set; }

        /// <summary>How often it was begun anew or gone on with.</summary>
        public int Lost { get; set; }

        public bool IsChunked => Blob.Size > Chunk;
    }
}

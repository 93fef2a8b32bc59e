using System.Net;
using System.Security.Cryptography;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <content>Blobs: existence, mounting, and downloads that resume where a connection broke.</content>
internal sealed partial class RegistryClient
{
    // Attempts without progress in between.
    private const int Resumptions = 3;

    /// <summary>True where a repository holds a blob.</summary>
    /// <exception cref="StepFailedException">The registry fails.</exception>
    public async Task<bool> HasBlob(string repository, Descriptor blob, StepLog? log, CancellationToken cancellation)
    {
        var request = new RegistryRequest(
            HttpMethod.Head,
            $"{Path(repository)}/blobs/{blob.Digest}",
            Writing(repository)
        );
        var answer = await Ask(request, log, cancellation);
        return answer.Status switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw Refusal(answer, request),
        };
    }

    /// <summary>A verified blob, in a file that is deleted on close; null where there is none.</summary>
    /// <exception cref="StepFailedException">The registry fails, or returns something else.</exception>
    public async Task<Stream?> Download(
        string repository,
        Descriptor blob,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var file = new FileStream(
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            64 * 1024,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous
        );
        try
        {
            if (!await Download(repository, blob, file, log, cancellation))
            {
                await file.DisposeAsync();
                return null;
            }

            file.Position = 0;
            var digest = $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation))}";
            if (digest != blob.Digest || file.Length != blob.Size)
                throw new StepFailedException(
                    $"{registry}/{repository}@{blob.Digest} is damaged or forged: its {file.Length} bytes are {digest}; push it anew"
                );
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Mounts a blob from another repository of the registry; false where the registry does not, and the blob has to be
    /// sent.
    /// </summary>
    /// <exception cref="StepFailedException">The registry fails.</exception>
    public async Task<bool> Mount(
        string repository,
        Descriptor blob,
        string from,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var request = new RegistryRequest(
            HttpMethod.Post,
            $"{Path(repository)}/blobs/uploads/?mount={Uri.EscapeDataString(blob.Digest)}&from={Uri.EscapeDataString(from)}",
            Writing(repository),
            $"repository:{from}:pull"
        );
        var answer = await Ask(request, log, cancellation);
        if (answer.Status == HttpStatusCode.Accepted && answer.Location is { } begun)
            // The upload session that the registry opened instead is not used.
            await Ask(new(HttpMethod.Delete, $"{transport.Resolve(begun)}", Writing(repository)), log, cancellation);
        return answer.Status == HttpStatusCode.Created;
    }

    private async Task<bool> Download(
        string repository,
        Descriptor blob,
        FileStream file,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        for (var (lost, reached) = (0, 0L); ; )
            try
            {
                return await transport.Ask(
                    () =>
                        Task.FromResult(
                            new RegistryRequest(
                                HttpMethod.Get,
                                $"{Path(repository)}/blobs/{blob.Digest}",
                                Reading(repository)
                            )
                            {
                                From = file.Length,
                            }
                        ),
                    (response, patience) => Receive(response, blob, file, patience),
                    log,
                    cancellation
                );
            }
            catch (TransientException broken) when (log is not null && file.Length < blob.Size)
            {
                var hangs = broken.InnerException is OperationCanceledException;
                lost = file.Length > reached ? 0 : lost + 1;
                reached = file.Length;
                if (lost >= (hangs ? 1 : Resumptions))
                    throw;
                log.Write($"{broken.Message}; going on from byte {reached} of {blob.Size}");
            }
    }

    private async Task<bool> Receive(HttpResponseMessage response, Descriptor blob, FileStream file, Patience patience)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotFound:
                return false;
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == file.Length:
                break;
            // A registry without range requests starts over.
            case HttpStatusCode.OK:
                file.SetLength(0);
                break;
            default:
                throw Refusal(response.StatusCode, $"it was asked for the blob {blob.Digest}");
        }

        file.Position = file.Length;
        await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
        var buffer = new byte[64 * 1024];
        // The stated length is not trusted.
        while (file.Length <= blob.Size && await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), patience.Token);
            patience.Renew(read);
        }

        return file.Length >= blob.Size
            ? true
            : throw new TransientException(
                $"the registry {registry} sent {file.Length} of {blob.Size} bytes of {blob.Digest}"
            );
    }
}

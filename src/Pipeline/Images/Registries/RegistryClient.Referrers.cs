using System.Net;
using System.Security.Cryptography;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <content>Referrers, such as signatures: by the referrers API, or by the referrers tag schema where the registry
/// lacks it.</content>
internal sealed partial class RegistryClient
{
    private const string EmptyType = "application/vnd.oci.empty.v1+json";

    // Attempts while others write the index.
    private const int IndexAttempts = 5;

    private static readonly byte[] EmptyContent = "{}"u8.ToArray();

    // The specification's empty descriptor.
    private static readonly Descriptor EmptyConfig = new(EmptyType, DigestOf(EmptyContent), EmptyContent.Length);

    private readonly SemaphoreSlim indexes = new(1);

    private sealed record ReferrerIndex(
        int SchemaVersion,
        string? MediaType = null,
        ImmutableArray<Descriptor>? Manifests = null
    );

    private sealed record ArtifactDocument(
        int SchemaVersion,
        string MediaType,
        string ArtifactType,
        Descriptor Config,
        ImmutableArray<Descriptor> Layers,
        Descriptor? Subject,
        ImmutableSortedDictionary<string, string>? Annotations
    );

    /// <summary>The referrers of a digest.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="log">Takes retries; null: nothing is retried.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">The registry fails.</exception>
    public async Task<ImmutableArray<Descriptor>> Referrers(
        string repository,
        string digest,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var found = ImmutableArray.CreateBuilder<Descriptor>();
        var next = $"{Path(repository)}/referrers/{digest}";
        while (true)
        {
            var request = new RegistryRequest(HttpMethod.Get, next, Reading(repository))
            {
                Accept = [ManifestContent.IndexType],
            };
            var answer = await Ask(request, log, cancellation);
            // An HTML page is no list either.
            if (answer.Status == HttpStatusCode.NotFound || answer.ContentType == "text/html")
                return await TaggedReferrers(repository, digest, log, cancellation);
            if (answer.Status != HttpStatusCode.OK)
                throw Refusal(answer, request);

            found.AddRange(Referrers(answer.Body, $"{registry}/{next}"));
            if (NextPage(answer.Link) is not { } page)
                return found.ToImmutable();
            next = $"{transport.Resolve(page)}";
        }
    }

    /// <summary>Stores content as an artifact that refers to an image.</summary>
    /// <param name="repository">The image's repository.</param>
    /// <param name="subject">The image.</param>
    /// <param name="type">The artifact's type.</param>
    /// <param name="content">The content.</param>
    /// <param name="annotations">Its annotations.</param>
    /// <param name="log">Takes retries; null: nothing is retried.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The artifact's manifest.</returns>
    /// <exception cref="StepFailedException">The registry refuses it.</exception>
    public async Task<Descriptor> Attach(
        string repository,
        Descriptor subject,
        string type,
        byte[] content,
        ImmutableSortedDictionary<string, string> annotations,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var layer = new Descriptor(type, DigestOf(content), content.Length);
        await Upload(repository, layer, new MemoryStream(content), log, cancellation);
        await UploadEmptyConfig(repository, log, cancellation);
        var manifest = Artifact(type, layer, subject, annotations);
        await PutReferrer(repository, manifest, log, cancellation);
        return manifest.Descriptor;
    }

    /// <summary>
    /// Stores a manifest with a subject, and updates the referrers index where the registry does not maintain one.
    /// </summary>
    /// <exception cref="StepFailedException">The registry refuses it.</exception>
    public async Task PutReferrer(
        string repository,
        ManifestContent manifest,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        if (await PutManifest(repository, null, manifest, log, cancellation) || manifest.Subject is null)
            return;

        var subject = manifest.Subject.Digest;
        // Within a run writers are serialized; against other runs, the index is read again after writing.
        await indexes.WaitAsync(cancellation);
        try
        {
            for (var attempt = 0; attempt < IndexAttempts; attempt++)
            {
                var known = await TaggedReferrers(repository, subject, log, cancellation);
                if (known.Any(referrer => referrer.Digest == manifest.Digest))
                    return;
                await PutIndex(repository, subject, known.Add(manifest.Descriptor), log, cancellation);
            }

            throw new TransientException(
                $"the index of what refers to {repository}@{subject} in {registry} is written by others at the same time"
            );
        }
        finally
        {
            indexes.Release();
        }
    }

    private async Task PutIndex(
        string repository,
        string subject,
        ImmutableArray<Descriptor> referrers,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var index = OciJson.Write(new ReferrerIndex(2, ManifestContent.IndexType, referrers));
        await PutManifest(
            repository,
            TagOf(subject),
            ManifestContent.Read(DigestOf(index), null, index, $"the index of {subject}"),
            log,
            cancellation
        );
    }

    private async Task<ImmutableArray<Descriptor>> TaggedReferrers(
        string repository,
        string digest,
        StepLog? log,
        CancellationToken cancellation
    ) =>
        await FindManifest(repository, TagOf(digest), log, cancellation) is { } index
            ? Referrers(index.Bytes, $"{registry}/{repository}:{TagOf(digest)}")
            : [];

    private static ImmutableArray<Descriptor> Referrers(byte[] index, string source)
    {
        var referrers = OciJson.Read<ReferrerIndex>(index, source, "list of referrers").Manifests ?? [];
        return referrers.FirstOrDefault(referrer => !referrer.IsValid) is { } wrong
            ? throw new StepFailedException($"{source} names a referrer that no registry can hold: {wrong.Digest}")
            : referrers;
    }

    private async Task UploadEmptyConfig(string repository, StepLog? log, CancellationToken cancellation)
    {
        // All artifacts share the empty blob: while it is being written, registries refuse manifests that name it.
        await config.WaitAsync(cancellation);
        try
        {
            await Upload(repository, EmptyConfig, new MemoryStream(EmptyContent), log, cancellation);
        }
        finally
        {
            config.Release();
        }
    }

    private static ManifestContent Artifact(
        string type,
        Descriptor content,
        Descriptor? subject,
        ImmutableSortedDictionary<string, string>? annotations
    )
    {
        var bytes = OciJson.Write(
            new ArtifactDocument(2, ManifestContent.ManifestType, type, EmptyConfig, [content], subject, annotations)
        );
        return ManifestContent.Read(DigestOf(bytes), null, bytes, $"the artifact {type}");
    }

    // The specification's referrers tag schema.
    private static string TagOf(string digest) => digest.Replace(':', '-');

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    // Link: <address>; rel="next"
    private static Uri? NextPage(string? link) =>
        link?.Split(';') is [var address, .. var parameters]
        && parameters.Any(parameter => parameter.Trim() is "rel=\"next\"" or "rel=next")
        && Uri.TryCreate(address.Trim().Trim('<', '>'), UriKind.RelativeOrAbsolute, out var page)
            ? page
            : null;
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Signing;

/// <summary>The attestations of an image in a registry, verified by a policy.</summary>
internal sealed class AttestationStore(StepContext step, DeploymentEnvironment environment, SignatureSettings settings)
{
    // The bill of materials of a large image has several megabytes.
    private const long LargestBundle = 64 * 1024 * 1024;

    // Anyone who may push may attach more, and each costs requests.
    private const int MostRead = 100;

    private const string Content = "dev.sigstore.bundle.content";
    private const string PredicateType = "dev.sigstore.bundle.predicateType";

    private readonly List<string> refused = [];

    /// <summary>Why bundles were rejected, for messages.</summary>
    public IReadOnlyList<string> Refused => refused;

    /// <summary>The statements about an image that verify; all other bundles are ignored.</summary>
    /// <exception cref="StepFailedException">The registry fails, or nothing can be verified here.</exception>
    public async Task<ImmutableArray<Attestation>> Read(RegistryAccess registry, ImageReference image)
    {
        refused.Clear();
        using var key = await Key();
        var referrers = await registry.Client.Referrers(image.Repository, image.Digest!, step.Log, step.Cancellation);
        var believed = ImmutableArray.CreateBuilder<Attestation>();
        foreach (var referrer in referrers.Where(each => SigstoreBundle.IsBundle(each.ArtifactType)).Take(MostRead))
            try
            {
                var content = await registry.Client.ReadArtifact(
                    image.Repository,
                    referrer,
                    LargestBundle,
                    step.Log,
                    step.Cancellation
                );
                if (content is not null)
                    believed.Add(await Verify(SigstoreBundle.Read(content, referrer.Digest), key, image));
            }
            catch (StepFailedException other) when (other is not TransientException && !IsOurTrouble(other))
            {
                refused.Add($"{referrer.Digest}: {other.Message}");
                step.Log.Write($"does not count: {refused[^1]}");
            }

        return believed.ToImmutable();
    }

    /// <summary>Attaches a bundle to an image.</summary>
    public static async Task Attach(
        StepContext step,
        RegistryAccess registry,
        ImageReference image,
        Descriptor subject,
        SigstoreBundle bundle,
        string predicateType
    ) =>
        await registry.Client.Attach(
            image.Repository,
            subject with
            {
                ArtifactType = null,
                Annotations = null,
            },
            SigstoreBundle.MediaType,
            bundle.Bytes,
            ImmutableSortedDictionary<string, string>
                .Empty.Add(Content, "dsse-envelope")
                .Add(PredicateType, predicateType),
            step.Log,
            step.Cancellation
        );

    private static bool IsOurTrouble(StepFailedException failure) => failure.Message == Cosign.Missing;

    private async Task<SigningKey?> Key() =>
        settings.Key is { } file
            ? SigningKey.FromPem(await File.ReadAllTextAsync(file, step.Cancellation), $"the key in {file}", file)
        : settings.Identity is null && environment.IsLocal ? SigningKey.ThrowAway(step.Artifacts)
        : null;

    private async Task<Attestation> Verify(SigstoreBundle bundle, SigningKey? key, ImageReference image)
    {
        if (bundle.PayloadType != Statement.PayloadType)
            throw new StepFailedException($"it holds {bundle.PayloadType}, no statement");
        if (key is not null)
        {
            if (!key.Verifies(bundle))
                throw new StepFailedException($"{key.Name} did not sign it");
            return new(About(bundle, image), key.Name);
        }

        if (bundle.Certificate is null)
            throw new StepFailedException("a key signed it, and an identity is asked for");
        var signer = SignerCertificate.Read(bundle.Certificate);
        // Another identity is rejected without running cosign.
        if (!IdentityPattern.Matches(settings.Identity!, signer.Identity) || signer.Issuer != settings.Issuer)
            throw new StepFailedException($"{signer.Identity} signed it, vouched for by {signer.Issuer}");
        var statement = About(bundle, image);
        if (await Cosign.Refuses(step, settings, bundle, statement, image.Digest!) is { } reason)
            throw new StepFailedException(reason);
        if (
            settings.Source is { } source
            && signer.SourceRepository is { } repository
            && !ImagePolicy.IsSame(source, repository)
        )
            throw new StepFailedException($"a workflow for {repository} signed it, not one for {source}");
        return new(statement, signer.Identity);
    }

    private static Statement About(SigstoreBundle bundle, ImageReference image)
    {
        var statement = Statement.Read(bundle.Payload, "its payload");
        var subjects = statement.Subject.Where(subject => subject.Digest == image.Digest).ToArray();
        if (subjects.Length == 0)
            throw new StepFailedException(
                $"it is about {string.Join(", ", statement.Subject.Select(subject => subject.Digest))}, not about this image"
            );
        // The same image in another repository is another service's.
        return subjects.Any(subject => subject.Name is null || subject.IsOf(image.Repository))
            ? statement
            : throw new StepFailedException(
                $"it is about {string.Join(", ", subjects.Select(subject => subject.Name))}, not about {image.Repository}"
            );
    }
}

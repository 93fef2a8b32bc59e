using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Secrets;
using Pipeline.Images.Building;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;
using Pipeline.Quality.Findings;

namespace Pipeline.Images;

/// <summary>The target <c>Sign</c>: signs the pushed digest, and attests provenance and bill of materials.</summary>
internal static class ImageSign
{
    /// <summary>
    /// Takes the <see cref="PushedImage"/> of a service or base image, and attaches the signatures and attestations
    /// that it lacks.
    /// </summary>
    public static Task<StepResult> Run(ImageSource source, StepContext step) =>
        Run(source, step, BuildOrigin.Read(Environment.GetEnvironmentVariable), TimeProvider.System);

    internal static Task<StepResult> Run(
        ImageSource source,
        StepContext step,
        BuildOrigin origin,
        TimeProvider clock
    ) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                if (step.Environment.Signatures is not { } settings)
                    return StepResult.Skipped($"{step.Environment.Name} asks for no signatures");
                // Code of a pull request is not vouched for, whoever runs it.
                if (origin.IsPullRequest)
                    return StepResult.Skipped("nothing from a pull request is signed");

                var image = OwnImage.Take(step);
                var registry = await RegistryAccess.Of(step);
                var known = await new AttestationStore(step, step.Environment, settings).Read(registry, image);
                var missing = Statements(source, step, image, origin, clock)
                    .Where(each => !known.Any(attested => each.IsSaidBy(attested.Statement)))
                    .ToArray();
                if (missing.Length == 0)
                    return StepResult.PassedWith($"{image.Digest} is signed by {known[0].Signer} already");
                // The run that pushed it is about to sign it.
                if (step.Find<AdoptedImage>()?.Digest == image.Digest)
                    throw new TransientException($"{image} was pushed by another run, and is not signed yet");
                return IsOwn(step)
                    ? await Sign(step, registry, image, SignerSelection.For(step, settings, origin), missing)
                    : StepResult.Failed(
                        $"{image} was in the registry before, and not all of it is signed: images that this run did not build are not signed. Delete it there, and deliver again"
                    );
            }
        );

    private static async Task<StepResult> Sign(
        StepContext step,
        RegistryAccess registry,
        ImageReference image,
        ISigner signer,
        StatementDraft[] statements
    )
    {
        var subject =
            await registry.Client.FindManifest(image.Repository, image.Digest!, step.Log, step.Cancellation)
            ?? throw new StepFailedException($"{image} was pushed, but the registry does not have it");
        foreach (var statement in statements)
        {
            UsedRights.Tell(Right.Signature, $"{image.Name}@{image.Digest} by {signer.Name}");
            var bundle = await signer.Sign(statement.Bytes);
            await AttestationStore.Attach(step, registry, image, subject.Descriptor, bundle, statement.Type);
            step.Log.Write($"attached {statement}, {bundle.Bytes.Length} bytes");
        }

        var others = statements.Count(statement => statement.Type != Statement.Signature);
        return StepResult.PassedWith(
            $"{image.Digest} signed by {signer.Name}, {others} {(others == 1 ? "attestation" : "attestations")}"
        );
    }

    private static IEnumerable<StatementDraft> Statements(
        ImageSource source,
        StepContext step,
        ImageReference image,
        BuildOrigin origin,
        TimeProvider clock
    )
    {
        yield return StatementDraft.Of(image, null, null, Statement.Signature, new { });
        var facts = new BuildFacts(
            origin,
            step.Platform.Source,
            step.Source.Commit,
            source.Name,
            source.Dockerfile is { } dockerfile ? step.RepositoryPath(dockerfile) : null,
            clock.GetUtcNow()
        )
        {
            Project = source.Project is { } project ? step.RepositoryPath(project) : null,
            Bases = ProvenanceDependencies.Of(source, step),
        };
        yield return StatementDraft.Of(image, null, null, Statement.Provenance, Provenance.Predicate(facts));
        if (step.Find<BillOfMaterials>() is not { } sbom || sbom.ImageId != step.Find<BuiltImage>()?.Id)
            yield break;
        foreach (var bill in sbom.OtherPlatforms.Insert(0, sbom))
        {
            yield return Of(bill, Statement.CycloneDx, bill.CycloneDx);
            yield return Of(bill, Statement.Spdx, bill.Spdx);
        }

        StatementDraft Of(BillOfMaterials bill, string type, string file) =>
            StatementDraft.Of(
                image,
                bill.Platform,
                bill.Manifest,
                type,
                JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(step.Artifacts / file))
            );
    }

    // An image found under the tag may be anyone's; locally that does not matter, as the ephemeral key proves nothing.
    private static bool IsOwn(StepContext step) =>
        step.Environment.IsLocal || (step.Find<BuiltHere>()?.ImageId is { } id && id == step.Find<BuiltImage>()?.Id);
}

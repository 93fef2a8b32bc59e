using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;
using Pipeline.Quality;

namespace Pipeline.Images;

/// <summary>The target <c>Sign</c>: signs the digest that was pushed, and attests how the image was built and what it is made of.</summary>
public static class ImageSign
{
    /// <summary>Takes the <see cref="PushedImage"/> of a service, and attaches to it what is not attached yet.</summary>
    public static Task<StepResult> Run(Service service, StepContext step) =>
        Run(service, step, BuildOrigin.Read(System.Environment.GetEnvironmentVariable), TimeProvider.System);

    internal static Task<StepResult> Run(Service service, StepContext step, BuildOrigin origin, TimeProvider clock) =>
        ImageStep.Run(
            service,
            step,
            async () =>
            {
                if (step.Environment.Signatures is not { } settings)
                    return StepResult.Skipped($"{step.Environment.Name} asks for no signatures");
                // What a pull request brings is nobody's word, whoever may run it.
                if (origin.IsPullRequest)
                    return StepResult.Skipped("nothing from a pull request is signed");

                var image = step.Take<PushedImage>().Reference;
                var registry = await RegistryAccess.Of(step);
                var known = await new Attestations(step, step.Environment, settings).Read(registry, image);
                // Of several of a type, one for each platform, none is known to be there unless all are.
                var missing = Statements(service, step, image, origin, clock)
                    .GroupBy(statement => statement.Type)
                    .Where(group => known.Count(each => each.Statement.PredicateType == group.Key) < group.Count())
                    .SelectMany(group => group)
                    .ToArray();
                if (missing.Length == 0)
                    return StepResult.PassedWith($"{image.Digest} is signed by {known[0].Signer} already");
                // Whoever has pushed it is about to sign it.
                if (step.Find<AdoptedImage>()?.Digest == image.Digest)
                    throw new TransientException($"{image} was pushed by another run, and is not signed yet");
                return IsOwn(step)
                    ? await Sign(step, registry, image, Signers.For(step, settings, origin), missing)
                    : StepResult.Failed(
                        $"{image} was in the registry before, and not all of it is signed: what was not built here is not vouched for. Delete it there, and deliver again"
                    );
            }
        );

    private static async Task<StepResult> Sign(
        StepContext step,
        RegistryAccess registry,
        ImageReference image,
        ISigner signer,
        (string Type, byte[] Statement)[] statements
    )
    {
        var subject =
            await registry.Client.FindManifest(image.Repository, image.Digest!, step.Log, step.Cancellation)
            ?? throw new StepFailedException($"{image} was pushed, and the registry does not know it");
        foreach (var (type, statement) in statements)
        {
            var bundle = await signer.Sign(statement);
            await Attestations.Attach(step, registry, image, subject.Descriptor, bundle, type);
            step.Log.Write($"attached {type}, {bundle.Bytes.Length} bytes");
        }

        return StepResult.PassedWith($"{image.Digest} signed by {signer.Name}, {statements.Length - 1} attestations");
    }

    private static IEnumerable<(string Type, byte[] Statement)> Statements(
        Service service,
        StepContext step,
        ImageReference image,
        BuildOrigin origin,
        TimeProvider clock
    )
    {
        yield return (Statement.Signature, Write(Statement.Signature, new { }));
        yield return (
            Statement.Provenance,
            Write(
                Statement.Provenance,
                Provenance.Predicate(
                    new(
                        origin,
                        step.Platform.Source,
                        step.Source.Commit,
                        service.Name,
                        service.Dockerfile is { } file ? step.RepositoryPath(file) : null,
                        clock.GetUtcNow()
                    )
                    {
                        Bases = ImageBases.Find(service, step),
                    }
                )
            )
        );
        if (step.Find<BillOfMaterials>() is not { } sbom || sbom.ImageId != step.Find<BuiltImage>()?.Id)
            yield break;
        foreach (var bill in sbom.OtherPlatforms.Insert(0, sbom))
        {
            yield return (Statement.CycloneDx, Write(Statement.CycloneDx, Content(bill.CycloneDx)));
            yield return (Statement.Spdx, Write(Statement.Spdx, Content(bill.Spdx)));
        }

        byte[] Write<T>(string type, T predicate) => Statement.Write(image.Name, image.Digest!, type, predicate);

        JsonElement Content(string file) =>
            JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(step.Artifacts / file));
    }

    // Whoever may push could have put another image under the tag before; the throw-away key vouches for nothing anyway.
    private static bool IsOwn(StepContext step) =>
        step.Environment.IsLocal || (step.Find<BuiltHere>()?.ImageId is { } id && id == step.Find<BuiltImage>()?.Id);
}

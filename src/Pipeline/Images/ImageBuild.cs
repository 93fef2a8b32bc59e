using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images.Contexts;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;
using Pipeline.Planning.Versions;

namespace Pipeline.Images;

/// <summary>The target <c>Image</c>: builds a service's image once for a commit, wherever that happens first.</summary>
public static class ImageBuild
{
    private const string DirtySuffix = "-dirty";

    /// <summary>
    /// Provides the <see cref="BuiltImage"/> of a service. What the registry has under the commit's tag is taken from there, what
    /// the engine has is taken as it is, and only then anything is built. Files that are in no commit are always built anew. A base
    /// image is built once for all that it is made of, whatever the commit.
    /// </summary>
    /// <param name="service">The service, or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="versions">Knows what the commit was pushed as before.</param>
    public static Task<StepResult> Run(Service service, StepContext step, IImageVersions versions) =>
        ImageStep.Run(
            service,
            step,
            async () =>
            {
                var engine = await step.Engine();
                step.Log.Write($"engine: {engine.Name} at {engine.Endpoint}");
                var isClean = step.Source.ChangesOf(step.Platform, service).IsEmpty;
                var suffix = isClean ? "" : DirtySuffix;
                var identity = await ImageIdentity.Of(service, step);
                var reference = new ImageReference(step.Environment.Registry, service.Image, identity.Tag + suffix);
                var version = service.IsBase
                    ? new(identity.Tag, null, IsTaken: true)
                    : await versions.Find(service, step);

                var (note, image) =
                    (isClean ? await Reuse(reference, identity, version, engine, step) : null)
                    ?? ("built", await Build(reference, identity, suffix, engine, service, step));
                if (note == "built")
                    step.Provide(new BuiltHere(image.Id));
                step.Provide(new BuiltImage(reference, image.Id, IsReused: note != "built"));
                return StepResult.PassedWith($"{note} {reference.Name}:{reference.Tag}, {image.Describe()}");
            }
        );

    private static async Task<(string, EngineImage)?> Reuse(
        ImageReference reference,
        ImageIdentity identity,
        PlannedVersion? version,
        ContainerEngine engine,
        StepContext step
    )
    {
        var inEngine = await engine.Find(reference.ToString(), step.Cancellation);
        // The registry goes first: another build of the same commit could not be pushed beside it.
        if (version is not null && await InRegistry(reference with { Tag = version.Version }, step) is { } pushed)
        {
            if (inEngine is not null && pushed.IsImage(inEngine.Id))
                return ("already pushed", Verified(inEngine, reference, identity));

            var registry = await RegistryAccess.Of(step);
            var login = await registry.EngineLogin(step.Cancellation);
            var byDigest = reference with { Tag = null, Digest = pushed.Digest };
            var pulled = await engine.Pull(byDigest, login, BaseImages.Patience, step.Log, step.Cancellation);
            Verified(pulled, reference, identity);
            await engine.Tag(pulled.Id, reference, step.Cancellation);
            return ("already pushed", pulled);
        }

        return inEngine is not null && Named(inEngine, identity) == identity.Value ? ("already built", inEngine) : null;
    }

    private static async Task<Manifest?> InRegistry(ImageReference reference, StepContext step)
    {
        try
        {
            var registry = await RegistryAccess.Of(step);
            return await registry.Client.Find(reference.Repository, reference.Tag!, step.Log, step.Cancellation);
        }
        catch (StepFailedException unknown)
        {
            // An image can be built without its registry; Push cannot do without, and says so.
            step.Log.Write($"whether {reference} was pushed before is not known: {unknown.Message}");
            return null;
        }
    }

    private static EngineImage Verified(EngineImage image, ImageReference reference, ImageIdentity identity) =>
        Named(image, identity) == identity.Value
            ? image
            : throw new StepFailedException(
                $"{reference} is in the registry and was built from {Named(image, identity) ?? "an unknown revision"}, not from {identity.Value}: remove it there, or commit anew"
            );

    private static string? Named(EngineImage image, ImageIdentity identity) =>
        image.Labels.GetValueOrDefault(identity.Label);

    private static async Task<EngineImage> Build(
        ImageReference reference,
        ImageIdentity identity,
        string suffix,
        ContainerEngine engine,
        Service service,
        StepContext step
    )
    {
        var arguments = await BaseImages.ArgumentsOf(service, engine, step);
        var context = new BuildContext(service.Context, service.Dockerfile!, step.Source.Time)
        {
            DockerfileText = OwnBases.Resolve(service, arguments, step),
        };
        var labels = ImageLabels.Of(service, step, reference.Tag!, step.Source.Commit + suffix);
        var built = await engine.Build(
            new(reference.ToString(), context, labels.SetItem(identity.Label, identity.Value + suffix), arguments),
            step.Log,
            step.Cancellation
        );
        var dockerfile = context.DockerfileText ?? await File.ReadAllTextAsync(service.Dockerfile!, step.Cancellation);
        step.Provide(await ImageBases.Of(built, dockerfile, arguments, engine, step.Cancellation));
        return built;
    }
}

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
    /// the engine has is taken as it is, and only then anything is built. Files that are in no commit are always built anew.
    /// </summary>
    /// <param name="service">The service.</param>
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
                var reference = new ImageReference(step.Environment.Registry, service.Image, step.Source.Tag + suffix);

                var (note, image) =
                    (isClean ? await Reuse(reference, await versions.Find(service, step), engine, step) : null)
                    ?? ("built", await Build(reference, step.Source.Commit + suffix, engine, service, step));
                if (note == "built")
                    step.Provide(new BuiltHere(image.Id));
                step.Provide(new BuiltImage(reference, image.Id, IsReused: note != "built"));
                return StepResult.PassedWith($"{note} {reference.Name}:{reference.Tag}, {image.Describe()}");
            }
        );

    private static async Task<(string, EngineImage)?> Reuse(
        ImageReference reference,
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
                return ("already pushed", Verified(inEngine, reference, step));

            var registry = await RegistryAccess.Of(step);
            var login = await registry.EngineLogin(step.Cancellation);
            var byDigest = reference with { Tag = null, Digest = pushed.Digest };
            var pulled = await engine.Pull(byDigest, login, BaseImages.Patience, step.Log, step.Cancellation);
            Verified(pulled, reference, step);
            await engine.Tag(pulled.Id, reference, step.Cancellation);
            return ("already pushed", pulled);
        }

        return inEngine is not null && RevisionOf(inEngine) == step.Source.Commit ? ("already built", inEngine) : null;
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

    private static EngineImage Verified(EngineImage image, ImageReference reference, StepContext step) =>
        RevisionOf(image) == step.Source.Commit
            ? image
            : throw new StepFailedException(
                $"{reference} is in the registry and was built from {RevisionOf(image) ?? "an unknown revision"}, not from {step.Source.Commit}: remove it there, or commit anew"
            );

    private static string? RevisionOf(EngineImage image) => image.Labels.GetValueOrDefault(ImageLabels.Revision);

    private static async Task<EngineImage> Build(
        ImageReference reference,
        string revision,
        ContainerEngine engine,
        Service service,
        StepContext step
    ) =>
        await engine.Build(
            new(
                reference.ToString(),
                new BuildContext(service.Context, service.Dockerfile!, step.Source.Time),
                ImageLabels.Of(service, step, reference.Tag!, revision),
                await BaseImages.ArgumentsOf(service, engine, step)
            ),
            step.Log,
            step.Cancellation
        );
}

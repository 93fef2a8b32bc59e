using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Images.Versions;
using Pipeline.Planning.Versions;
using Pipeline.Quality.Findings;

namespace Pipeline.Images;

/// <summary>
/// The target <c>Push</c>: pushes the image that was scanned to the environment's registry, once, and never overwrites
/// another one.
/// </summary>
internal static class ImagePush
{
    /// <summary>
    /// Takes the <see cref="BuiltImage"/> of a service or base image, and provides its <see cref="PushedImage"/>. The
    /// version is taken first, so that no two commits push the same one.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="versions">Numbers the image.</param>
    public static Task<StepResult> Run(ImageSource source, StepContext step, IImageVersions versions) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                if (step.Source.ChangesOf(step.Platform, source) is { IsEmpty: false } changes)
                    return StepResult.Failed(
                        $"{source.Name} differs from the commit that its image would be named by: commit first, or undo {Shortened(changes)}"
                    );

                var built = step.Take<BuiltImage>();
                // Fails before a version is taken where the engine that holds the image is gone.
                if (built.Layout is null)
                    await step.Engine();
                var version = source is Service service
                    ? await versions.Take(service, step)
                    : new(built.Reference.Tag!, null, IsTaken: true);
                var image = built with { Reference = built.Reference with { Tag = version.Version } };
                var result = await Push(image, step);
                if (await RefusedByRegistry(step) is { } refused)
                    return refused;
                // No environment runs a base image.
                if (source is OwnBase)
                    return result;
                var further = await FurtherTags.Set(version, OwnImage.Take(step), step);
                return version.GitTag is null && further.IsEmpty
                    ? result
                    : result with
                    {
                        Reason = $"{result.Reason}, {string.Join(", ", further.Insert(0, version.Version))}",
                    };
            }
        );

    private static async Task<StepResult> Push(BuiltImage image, StepContext step)
    {
        var registry = await RegistryAccess.Of(step);
        if (await Find(image, registry, step) is { } earlier)
            return await Same(image, earlier, step, "already in the registry as");

        await registry.Prepare(image.Reference.Repository, step.Environment, step);
        try
        {
            await Send(image, registry, step);
        }
        catch (StepFailedException)
        {
            // Another run may have pushed the same image meanwhile, and an immutable tag then refuses this push.
            if (await Find(image, registry, step) is not { } theirs)
                throw;
            return await Same(image, theirs, step, "already in the registry as");
        }

        var pushed =
            await Find(image, registry, step)
            ?? throw new StepFailedException($"{image.Reference} was pushed, but the registry does not have it");
        return await Same(image, pushed, step, "pushed as");
    }

    // Findings of the registry's own scan keep an image from its further tags and later steps.
    private static async Task<StepResult?> RefusedByRegistry(StepContext step)
    {
        var registry = await RegistryAccess.Of(step);
        var pushed = OwnImage.Take(step);
        if (await registry.Findings(pushed.Repository, pushed.Digest!, step) is not { } report)
            return null;
        var judged = Gate.JudgeVulnerabilities(step, report);
        step.Log.Write($"{judged.Status}: {judged.Reason}");
        return judged.Status == StepStatus.Passed ? null : judged;
    }

    // The registry may belong to another run, which ended during the push.
    private static async Task Send(BuiltImage image, RegistryAccess registry, StepContext step)
    {
        var send = image.Layout is null
            ? await FromEngine(image, registry, step)
            : () =>
                LayoutTransfer.Push(
                    PlatformArchive.LayoutOf(image, step),
                    registry.Client,
                    image.Reference.Repository,
                    image.Reference.Tag!,
                    step
                );
        try
        {
            await send();
        }
        catch (StepFailedException interrupted) when (registry.Session.IsStartedByRuns)
        {
            step.Log.Write($"{interrupted.Message}; trying again");
            await registry.Session.EnsureAnswers(step);
            await send();
        }
    }

    private static async Task<Func<Task>> FromEngine(BuiltImage image, RegistryAccess registry, StepContext step)
    {
        var engine = await step.Engine();
        // By id, which was scanned; the tag may have been moved since.
        await engine.Tag(image.Id, image.Reference, step.Cancellation);
        var login = await registry.EngineLogin(step.Cancellation);
        return () => engine.Push(image.Reference, login, step.Log, step.Cancellation);
    }

    private static Task<Manifest?> Find(BuiltImage image, RegistryAccess registry, StepContext step) =>
        registry.Client.Find(image.Reference.Repository, image.Reference.Tag!, step.Log, step.Cancellation);

    private static async Task<StepResult> Same(BuiltImage image, Manifest found, StepContext step, string how)
    {
        if (!found.IsImage(image.Id))
            return step.Subject is OwnBase
                ? await Adopt(image, found, step)
                : throw new StepFailedException(
                    $"{image.Reference} is another image in the registry ({found.Digest}, configuration {found.ConfigDigest ?? "of several"}) than the one that was built ({image.Id}): nothing was overwritten"
                );

        step.Provide(new PushedImage(image.Reference with { Digest = found.Digest }));
        return StepResult.PassedWith($"{how} {found.Digest}");
    }

    // The tag names the content, so the other image is equivalent: everything is built on the one that was pushed
    // first.
    private static async Task<StepResult> Adopt(BuiltImage image, Manifest theirs, StepContext step)
    {
        var registry = await RegistryAccess.Of(step);
        if (image.Layout is { } folder)
            await LayoutTransfer.Pull(
                registry.Client,
                image.Reference.Repository,
                theirs.Digest,
                step.Artifacts / folder,
                step
            );
        else
            await PullIntoEngine(image.Reference, theirs.Digest, registry, step);
        step.Provide(new AdoptedImage(theirs.Digest));
        step.Provide(new PushedImage(image.Reference with { Digest = theirs.Digest }));
        return StepResult.PassedWith($"another run pushed it meanwhile, as {theirs.Digest}: that image is used");
    }

    private static async Task PullIntoEngine(
        ImageReference reference,
        string digest,
        RegistryAccess registry,
        StepContext step
    )
    {
        var engine = await step.Engine();
        var login = await registry.EngineLogin(step.Cancellation);
        var byDigest = reference with { Tag = null, Digest = digest };
        var pulled = await engine.Pull(byDigest, login, ContainerEngine.PullPatience, step.Log, step.Cancellation);
        await engine.Tag(pulled.Id, reference, step.Cancellation);
    }

    private static string Shortened(ImmutableArray<string> files)
    {
        const int Shown = 10;
        var rest = files.Length - Shown;
        return string.Join(", ", files.Take(Shown)) + (rest > 0 ? $" and {rest} more" : "");
    }
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Secrets;
using Pipeline.Images.Building;
using Pipeline.Images.Contexts;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Images.Versions;
using Pipeline.Planning;

namespace Pipeline.Images;

/// <summary>The target <c>Image</c>: builds an image once a commit, whichever run comes first.</summary>
internal static class ImageBuild
{
    /// <summary>
    /// Provides the <see cref="BuiltImage"/> of a service or base image. An image of the commit in the registry is
    /// pulled, one in the engine is used as it is, and otherwise it is built. With uncommitted changes it is always
    /// built. A base image is built once for the same content, whatever the commit.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="versions">Finds the version that the commit was pushed as before.</param>
    public static Task<StepResult> Run(ImageSource source, StepContext step, IImageVersions versions) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                var engine = await step.Engine();
                var builder = await Builder.Of(step);
                step.Log.Write($"engine: {engine.Name} at {engine.Endpoint}; images are built by {builder.Name}");
                var expected = await ExpectedImage.Of(source, step, versions);
                var (origin, image) =
                    (expected.IsClean ? await Reuse(expected, builder, step) : null)
                    ?? new(
                        ImageOrigin.Built,
                        source.Project is null
                            ? await Build(expected, builder, step)
                            : await ContainerPublish.Run(expected.Reference, expected.LabelsIn(step), step)
                    );
                var reference = expected.Reference;
                var isReused = origin != ImageOrigin.Built;
                if (!isReused)
                    step.Provide(new BuiltHere(image.Id));
                step.Provide(new BuiltImage(reference, image.Id, isReused) { Layout = image.Layout });
                return StepResult.PassedWith($"{Note(origin)} {reference.Name}:{reference.Tag}, {image.Describe()}");
            }
        );

    private static string Note(ImageOrigin origin) =>
        origin switch
        {
            ImageOrigin.Pushed => "already pushed",
            ImageOrigin.Kept => "already built",
            _ => "built",
        };

    private static async Task<FoundImage?> Reuse(ExpectedImage expected, Builder builder, StepContext step)
    {
        var engine = await step.Engine();
        var here = builder.WritesLayouts
            ? ImageLayout.FindWhole(ImageLayout.In(step), step.Log) is { } layout
                ? LocalImage.Of(layout, step.Artifacts)
                : null
            : await engine.Find(expected.Reference.ToString(), step.Cancellation);
        // The registry goes first, as a second build of the commit could not be pushed.
        if (await expected.FindPushed(step) is { } pushed)
            return new(
                ImageOrigin.Pushed,
                here is not null && pushed.IsImage(here.Id)
                    ? expected.Pushed(here)
                    : await Pull(expected, pushed, builder, step)
            );

        // An image in the engine has one platform.
        var platforms = Math.Max(1, step.Subject.Build.Platforms.Length);
        return here is not null && expected.IsOf(here) && Math.Max(1, here.Platforms.Length) == platforms
            ? new(ImageOrigin.Kept, here)
            : null;
    }

    private static async Task<LocalImage> Pull(
        ExpectedImage expected,
        Manifest pushed,
        Builder builder,
        StepContext step
    )
    {
        // An engine would pull one platform only.
        if (builder.WritesLayouts || pushed.ConfigDigest is null)
            return await expected.PullLayout(pushed, step);

        var engine = await step.Engine();
        var login = await (await RegistryAccess.Of(step)).EngineLogin(step.Cancellation);
        var byDigest = expected.Reference with { Tag = null, Digest = pushed.Digest };
        var pulled = await engine.Pull(byDigest, login, ContainerEngine.PullPatience, step.Log, step.Cancellation);
        expected.Pushed(pulled);
        await engine.Tag(pulled.Id, expected.Reference, step.Cancellation);
        return pulled;
    }

    // The image would be another than that of the commit.
    private static void RefuseMissing(BuildContext context, StepContext step)
    {
        var root = step.Source.Root;
        var module = new SubmoduleTree(root)
            .MissingBelow(SlashedPath.Between(root, context.Folder))
            .FirstOrDefault(module => context.Sends(root / module.Path));
        if (module is not null)
            throw new StepFailedException(
                $"the build context {context.Folder} holds {module.Remedy}, or name it in {context.Folder / BuildContext.IgnoreFileName}"
            );
        var missing = new LeftOutFiles(root).Below(context.Folder).Where(context.Sends).FirstOrDefault();
        if (missing is not null)
            throw new StepFailedException(
                $"{missing} is part of the build context {context.Folder}, and this sparse checkout leaves it out: fetch it with \"git sparse-checkout add\", or name it in {context.Folder / BuildContext.IgnoreFileName}"
            );
    }

    private static async Task<LocalImage> Build(ExpectedImage expected, Builder builder, StepContext step)
    {
        var source = step.Subject;
        var reference = expected.Reference;
        var arguments = await BuildArguments.Of(source, step);
        var text = OwnBaseReferences.InsertInto(source, arguments, step);
        var context = new BuildContext(source.Context, source.Dockerfile!, step.Source.Time)
        {
            DockerfileText = text,
            Without = RunFiles.Of(step.Platform.Root, step.Artifacts, step.Source.Root),
        };
        RefuseMissing(context, step);
        var size = context.Measure();
        size.Check(context, source.Build.ContextMegabytes);
        if (size.IsLarge)
            step.Tell($"warning: {size.Advice(context)}");
        else
            step.Log.Write($"context: {size}");

        var dockerfile = text ?? await File.ReadAllTextAsync(source.Dockerfile!, step.Cancellation);
        var pinned = builder.WritesLayouts ? await PinnedImages.Of(dockerfile, arguments, step) : PinnedImages.None;
        var recipe = new ImageRecipe(reference.ToString(), context, expected.LabelsIn(step), arguments)
        {
            Platforms = source.Build.Platforms,
            Secrets = source.Build.Secrets,
            Contexts = pinned.Contexts,
        };
        if (!recipe.Secrets.IsEmpty)
            UsedRights.Tell(Right.BuildSecrets, string.Join(' ', recipe.Secrets.Values));
        var built = builder.WritesLayouts
            ? LocalImage.Of(await builder.BuildLayout(recipe, ImageLayout.In(step), step), step.Artifacts)
            : await builder.BuildInEngine(recipe, step);
        step.Provide(
            await BuildDependencies.Of(built, dockerfile, arguments, pinned, await step.Engine(), step.Cancellation)
        );
        return built;
    }
}

using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;

namespace Pipeline.Images.Building;

/// <summary>What builds the images of a run: buildx where it answers and its daemon takes it, else the engine's own builder.</summary>
internal sealed class ImageBuilder(ContainerEngine engine, Buildx? buildx)
{
    /// <summary>What it is, for a person.</summary>
    public string Name => buildx?.Name ?? (engine.IsDocker ? "Docker's classic builder" : "Podman's own builder");

    /// <summary>True where images are written into folders as registries keep them, and not into the engine.</summary>
    public bool WritesLayouts => buildx is { WritesLayouts: true };

    /// <summary>True where it builds for one platform alone, and a builder can be made that does for several.</summary>
    public bool MakesAnother => buildx is { WritesLayouts: false };

    /// <summary>True where Dockerfiles can mount secrets.</summary>
    public bool MountsSecrets => buildx is not null || !engine.IsDocker;

    /// <summary>
    /// The builder that all steps share, for images are built on each other: where a service of the platform is for several platforms, and
    /// the builder at hand is for one alone, another one.
    /// </summary>
    /// <exception cref="StepFailedException">There is no engine, or the other builder could not be made.</exception>
    public static async Task<ImageBuilder> Of(StepContext step)
    {
        var engine = await step.Engine();
        var builder = await step.Shared(cancellation => With(engine, step.FindProgram("docker"), cancellation));
        return builder.MakesAnother && step.Platform.Services.Any(service => service.Build.Platforms.Length > 1)
            ? (await step.Shared(builder.ForSeveral)).Builder
            : builder;
    }

    /// <summary>The builder of an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="docker">Docker's command line; null where it is not installed.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ImageBuilder> With(
        ContainerEngine engine,
        string? docker,
        CancellationToken cancellation
    ) => new(engine, await Buildx.Find(engine, docker, cancellation));

    /// <summary>Builds an image into the engine.</summary>
    /// <exception cref="StepFailedException">It could not be built.</exception>
    public async Task<EngineImage> BuildInEngine(ImageRecipe recipe, StepContext step)
    {
        recipe.CheckSecrets();
        if (recipe.Platforms.Length > 1)
            throw new StepFailedException(
                $"{recipe.Tag} is to be built for {recipe.PlatformNames}, and {WhyNotSeveral}, or ask for one platform"
            );
        if (!MountsSecrets && !recipe.Secrets.IsEmpty)
            throw new StepFailedException(
                $"{recipe.Tag} is built with secrets ({string.Join(", ", recipe.Secrets.Keys)}), which {Name} cannot mount: {Buildx.Remedy}"
            );
        if (buildx is null)
            return await engine.Build(recipe, step.Log, step.Cancellation);

        foreach (var digest in await buildx.Load(recipe, step))
            if (await engine.Find(digest, step.Cancellation) is { } image)
                return image;
        return await engine.Find(recipe.Tag, step.Cancellation)
            ?? throw new StepFailedException($"{buildx.Name} built {recipe.Tag}, and {engine.Name} does not know it");
    }

    /// <summary>Builds an image into a folder.</summary>
    /// <param name="recipe">The build.</param>
    /// <param name="folder">Has it afterwards, and nothing else.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="StepFailedException">It could not be built.</exception>
    public async Task<ImageLayout> BuildLayout(ImageRecipe recipe, AbsolutePath folder, StepContext step)
    {
        recipe.CheckSecrets();
        CheckBases(recipe);
        return await ImageLayout.Replace(
            folder,
            async part => await buildx!.Write(recipe, part, step),
            step.Cancellation
        );
    }

    /// <summary>What keeps the builder from building for several platforms at once, and what to do.</summary>
    public string WhyNotSeveral =>
        buildx is not null
            ? $"{buildx.Name} builds for one at a time: turn on Docker's containerd image store, or choose another builder (docker buildx create --use)"
        : engine.IsDocker ? $"{Name} builds for one at a time: {Buildx.Remedy}"
        : $"{Name} builds for one at a time: use Docker with buildx";

    private static void CheckBases(ImageRecipe recipe)
    {
        if (recipe.Platforms.Length > 1 && recipe.Arguments.Values.FirstOrDefault(MadeBase.IsOne) is { } made)
            throw new StepFailedException(
                $"{recipe.Tag} is to be built for {recipe.PlatformNames}, and {made} was made on this machine, for its own platform alone: make the base image of the catalog reachable"
            );
    }

    private async Task<Another> ForSeveral(CancellationToken cancellation) =>
        new(new(engine, await buildx!.InContainer(cancellation)));

    // Steps share one of each type.
    private sealed record Another(ImageBuilder Builder);
}

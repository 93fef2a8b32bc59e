using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;

namespace Pipeline.Images.Building;

/// <summary>
/// Builds the images of a run: with buildx where it is installed and works with the engine, else with the engine's own
/// builder.
/// </summary>
internal sealed class Builder(ContainerEngine engine, Buildx? buildx)
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; private init; } =
        buildx?.Name ?? (engine.IsDocker ? "Docker's classic builder" : "Podman's own builder");

    /// <summary>True where it writes images as OCI layouts rather than into the engine.</summary>
    public bool WritesLayouts => buildx is { WritesLayouts: true };

    /// <summary>True where it builds for one platform at a time, and a multi-platform builder can be created.</summary>
    public bool MakesAnother => buildx is { WritesLayouts: false };

    /// <summary>True where Dockerfiles can mount secrets.</summary>
    public bool MountsSecrets => buildx is not null || !engine.IsDocker;

    /// <summary>
    /// The builder of the run. All steps share it, as images are built on each other: where a service is built for
    /// several platforms and this builder supports one, a multi-platform builder is created.
    /// </summary>
    /// <exception cref="StepFailedException">
    /// There is no engine, or the multi-platform builder could not be created.
    /// </exception>
    public static async Task<Builder> Of(StepContext step)
    {
        var engine = await step.Engine();
        if (step.Subject.Project is not null)
            return new(engine, buildx: null) { Name = ContainerPublish.Tool };
        var builder = await step.Shared(cancellation => With(engine, step.FindProgram("docker"), cancellation));
        return builder.MakesAnother && step.Platform.Services.Any(service => service.Build.Platforms.Length > 1)
            ? (await step.Shared(builder.ForSeveral)).Builder
            : builder;
    }

    /// <summary>The builder of an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="docker">The <c>docker</c> program; null where it is not installed.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<Builder> With(ContainerEngine engine, string? docker, CancellationToken cancellation) =>
        new(engine, await Buildx.Find(engine, docker, cancellation));

    /// <summary>Builds an image into the engine.</summary>
    /// <exception cref="StepFailedException">It could not be built.</exception>
    public async Task<LocalImage> BuildInEngine(ImageRecipe recipe, StepContext step)
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
            ?? throw new StepFailedException($"{buildx.Name} built {recipe.Tag}, but {engine.Name} does not find it");
    }

    /// <summary>Builds an image as an OCI layout.</summary>
    /// <param name="recipe">The build.</param>
    /// <param name="folder">The folder of the layout; its former content is replaced.</param>
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

    /// <summary>Why it cannot build for several platforms at once, and what to do about it.</summary>
    public string WhyNotSeveral =>
        buildx is not null
            ? $"{buildx.Name} builds for one at a time: turn on Docker's containerd image store, or choose another builder (docker buildx create --use)"
        : engine.IsDocker ? $"{Name} builds for one at a time: {Buildx.Remedy}"
        : $"{Name} builds for one at a time: use Docker with buildx";

    private static void CheckBases(ImageRecipe recipe)
    {
        if (recipe.Platforms.Length > 1 && recipe.Arguments.Values.FirstOrDefault(FallbackImage.IsOne) is { } made)
            throw new StepFailedException(
                $"{recipe.Tag} is to be built for {recipe.PlatformNames}, and {made} was made on this machine, for its own platform alone: make the base image of the catalog reachable"
            );
    }

    private async Task<Another> ForSeveral(CancellationToken cancellation) =>
        new(new(engine, await buildx!.InContainer(cancellation)));

    // Steps share resources by their type.
    private sealed record Another(Builder Builder);
}

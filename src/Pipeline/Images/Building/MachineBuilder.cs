using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <summary>What builds images on this machine.</summary>
/// <param name="Name">The builder's name.</param>
/// <param name="Engine">The name of the container engine.</param>
internal sealed record MachineBuilder(string Name, string Engine)
{
    /// <summary>The image of the builder that is created for several platforms; null where none has to be.</summary>
    public string? Another { get; init; }

    /// <summary>
    /// Why images for several platforms cannot be built, as a part of a sentence; null where they can.
    /// </summary>
    public string? WhyNotSeveral { get; init; }

    /// <summary>Why builds cannot mount secrets, as a part of a sentence; null where they can.</summary>
    public string? WhyNoSecrets { get; init; }

    /// <summary>Asks the container engine and buildx, as a run does.</summary>
    /// <param name="platform">What is to be built.</param>
    /// <param name="artifacts">Takes the log of an engine that has to be started.</param>
    /// <param name="searchPath">The folders to find programs in, written as in <c>PATH</c>.</param>
    /// <exception cref="StepFailedException">Images cannot be built here.</exception>
    public static async Task<MachineBuilder> Find(Platform platform, AbsolutePath artifacts, string? searchPath)
    {
        await using var engine = await EngineSearch.OfThisMachine(
            artifacts,
            platform.Environment(DeploymentEnvironment.LocalName).Registry,
            CancellationToken.None
        );
        var docker = ProgramPath.Find("docker", searchPath);
        var builder = await Builder.With(engine, docker, CancellationToken.None);
        return new(builder.Name, engine.Name)
        {
            Another = builder.MakesAnother ? Buildx.BuildKit : null,
            WhyNotSeveral = builder.MakesAnother || builder.WritesLayouts ? null : builder.WhyNotSeveral,
            WhyNoSecrets = builder.MountsSecrets ? null : $"{builder.Name} cannot mount them: {Buildx.Remedy}",
        };
    }
}

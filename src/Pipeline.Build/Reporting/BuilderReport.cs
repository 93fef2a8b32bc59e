using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;

namespace Pipeline.Build.Reporting;

/// <summary>Shows what builds images here, and which of them it cannot build.</summary>
public static class BuilderReport
{
    /// <summary>Asks the container engine and buildx, as a run does, and writes what they are.</summary>
    /// <param name="platform">What is to be built.</param>
    /// <param name="artifacts">Takes the log of an engine that has to be started.</param>
    /// <param name="searchPath">The folders to find programs in, written as in <c>PATH</c>.</param>
    /// <param name="output">Takes the lines.</param>
    public static async Task Write(Platform platform, AbsolutePath artifacts, string? searchPath, TextWriter output)
    {
        try
        {
            await using var engine = await EngineSearch.OfThisMachine(
                artifacts,
                platform.Environment(Environment.LocalName).Registry,
                CancellationToken.None
            );
            var docker = ProgramPath.Find("docker", searchPath);
            Write(platform, engine, await Builder.With(engine, docker, CancellationToken.None), output);
        }
        catch (StepFailedException missing)
        {
            output.WriteLine($"✗ images cannot be built: {missing.Message}");
        }
    }

    private static void Write(Platform platform, ContainerEngine engine, Builder builder, TextWriter output)
    {
        output.WriteLine($"✓ images are built by {builder.Name} on {engine.Name}");
        var several = platform.Services.Where(service => service.Build.Platforms.Length > 1).ToArray();
        var names = string.Join(", ", several.Select(service => service.Name));
        if (several.Length > 0 && builder.MakesAnother)
            output.WriteLine(
                $"✓ {names}: built for several platforms, so that all images are built by a builder that is made of {Buildx.BuildKit}"
            );
        else if (several.Length > 0 && !builder.WritesLayouts)
            output.WriteLine($"✗ {names}: built for several platforms, and {builder.WhyNotSeveral}");
        var withSecrets = platform.Services.Where(service => !service.Build.Secrets.IsEmpty).ToArray();
        if (withSecrets.Length > 0 && !builder.MountsSecrets)
            output.WriteLine(
                $"✗ {string.Join(", ", withSecrets.Select(service => service.Name))}: built with secrets, and {builder.Name} cannot mount them: {Buildx.Remedy}"
            );
    }
}

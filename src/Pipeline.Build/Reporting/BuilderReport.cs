using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Building;

namespace Pipeline.Build.Reporting;

/// <summary>Reports the machine's image builder, and the images that it cannot build.</summary>
internal static class BuilderReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="found">Finds the machine's builder; throws where there is none.</param>
    /// <param name="output">Takes the lines.</param>
    public static async Task Write(Platform platform, Task<MachineBuilder> found, TextWriter output)
    {
        try
        {
            Write(platform, await found, output);
        }
        catch (StepFailedException missing)
        {
            output.WriteLine($"✗ images cannot be built: {missing.Message}");
        }
    }

    private static void Write(Platform platform, MachineBuilder builder, TextWriter output)
    {
        output.WriteLine($"✓ images are built by {builder.Name} on {builder.Engine}");
        var several = Names(platform, service => service.Build.Platforms.Length > 1);
        if (several.Length > 0 && builder.Another is { } another)
            output.WriteLine(
                $"✓ {several}: built for several platforms, so that all images are built by a builder that is made of {another}"
            );
        if (several.Length > 0 && builder.WhyNotSeveral is { } whyNot)
            output.WriteLine($"✗ {several}: built for several platforms, and {whyNot}");
        if (
            Names(platform, service => !service.Build.Secrets.IsEmpty) is { Length: > 0 } withSecrets
            && builder.WhyNoSecrets is { } why
        )
            output.WriteLine($"✗ {withSecrets}: built with secrets, and {why}");
    }

    private static string Names(Platform platform, Func<Service, bool> condition) =>
        string.Join(", ", platform.Services.Where(condition).Select(service => service.Name));
}

using System.Reflection;

namespace Pipeline.Foundation.Files;

/// <summary>Identifies the code of a build, so that results of other code are not reused.</summary>
internal static class OwnCode
{
    // A build may use only some of these.
    private static readonly string[] Libraries = ["Pipeline.Workflows", "Pipeline", "Pipeline.Build"];

    /// <summary>The libraries, and the build itself, which may add and override targets.</summary>
    public static ImmutableArray<Assembly> Assemblies { get; } =
    [.. Present().Append(Assembly.GetEntryAssembly()).OfType<Assembly>().Distinct()];

    /// <summary>The identity of the code; other sources compile to another one.</summary>
    public static string Id { get; } = string.Join(' ', Assemblies.Select(assembly => IdOf(assembly.ManifestModule)));

    /// <summary>The identity of the code in a module.</summary>
    internal static string IdOf(Module module) => module.ModuleVersionId.ToString("n");

    // The runtime's own list, which has them whether they are loaded or not.
    private static IEnumerable<Assembly> Present()
    {
        var known = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return Libraries
            .Where(name => known.Contains($"{Path.DirectorySeparatorChar}{name}.dll", StringComparison.Ordinal))
            .Select(Assembly.Load);
    }
}

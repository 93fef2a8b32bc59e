using System.Reflection;

namespace Pipeline.Foundation.Files;

/// <summary>Identifies the code of a build: what was computed or run by other code is not taken for the work of this one.</summary>
public static class OwnCode
{
    // A build takes in some of these; those that it lacks are not beside it.
    private static readonly string[] Libraries = ["Pipeline.Workflows", "Pipeline", "Pipeline.Build"];

    /// <summary>The libraries, and the build itself, which may add targets and override them.</summary>
    public static ImmutableArray<Assembly> Assemblies { get; } =
    [.. Present().Append(Assembly.GetEntryAssembly()).OfType<Assembly>().Distinct()];

    /// <summary>What the code is known by; each compilation of other sources gives another one.</summary>
    public static string Id { get; } = IdOf(Assemblies.Select(assembly => assembly.ManifestModule.ModuleVersionId));

    /// <summary>What code is known by that is made of some modules.</summary>
    /// <param name="modules">The ids of their versions, always in the same order.</param>
    internal static string IdOf(IEnumerable<Guid> modules) =>
        string.Join(' ', modules.Select(module => module.ToString("n")));

    // The runtime's own list, which holds them whether they are loaded yet or not.
    private static IEnumerable<Assembly> Present()
    {
        var known = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return Libraries
            .Where(name => known.Contains($"{Path.DirectorySeparatorChar}{name}.dll", StringComparison.Ordinal))
            .Select(Assembly.Load);
    }
}

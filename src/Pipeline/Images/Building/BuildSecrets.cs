using Pipeline.Catalog;

namespace Pipeline.Images.Building;

/// <summary>The secrets that images are built with.</summary>
internal static class BuildSecrets
{
    /// <summary>The environment variables that hold them.</summary>
    public static ImmutableArray<string> VariablesOf(Platform platform) =>
        [.. platform.BasesAndServices.SelectMany(built => built.Build.Secrets.Values).Distinct()];

    /// <summary>The values of those that are set, for redaction.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [.. VariablesOf(platform).Select(Environment.GetEnvironmentVariable).OfType<string>()];
}

using Pipeline.Images.Registries;

namespace Pipeline.Images.Engines;

/// <summary>
/// Podman's <c>registries.conf</c> for a run: the user's own, with the loopback registry marked as insecure (plain
/// HTTP), which the Docker API has no parameter for.
/// </summary>
/// <remarks>https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md</remarks>
internal static class PodmanRegistries
{
    /// <summary>The text of the file, based on the user's own one, found where Podman looks for it.</summary>
    public static string Configure(string registry)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var file = new[]
        {
            Environment.GetEnvironmentVariable("CONTAINERS_REGISTRIES_CONF"),
            Path.Combine(home, ".config/containers/registries.conf"),
            "/etc/containers/registries.conf",
        }.FirstOrDefault(File.Exists);
        return Configure(file is null ? "" : File.ReadAllText(file), registry);
    }

    internal static string Configure(string own, string registry)
    {
        // Versions 1 and 2 of the format cannot be mixed.
        var kept = own.Contains("[registries.", StringComparison.Ordinal) ? "" : own;
        // Top-level keys come before tables.
        var search = kept.Split('\n')
            .Any(line => line.TrimStart().StartsWith("unqualified-search-registries", StringComparison.Ordinal))
            ? ""
            : "unqualified-search-registries = [\"docker.io\"]\n";
        var insecure =
            !RegistryAddress.IsLoopback(registry) || kept.Contains($"\"{registry}\"", StringComparison.Ordinal)
                ? ""
                : $"\n[[registry]]\nlocation = \"{registry}\"\ninsecure = true\n";
        return search + kept + insecure;
    }
}

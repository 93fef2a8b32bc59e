using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Files;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>Hashes the catalog's entry of a service or base image.</summary>
internal static class CatalogEntry
{
    /// <summary>The key. Paths are relative to the repository, so they are the same on each machine.</summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="repository">The root of the work tree.</param>
    public static ContentKey KeyOf(ImageSource source, AbsolutePath repository)
    {
        // Keys that a base image lacks count as a service's defaults.
        var service = source as Service;
        var key = new ContentKeyBuilder()
            .Add(source.Name)
            .Add(Within(source.Directory))
            .Add(source.Path)
            .Add((service?.Language ?? Language.Custom).Name)
            .Add(service?.Commands.Compile ?? [])
            .Add(service?.Commands.Test ?? [])
            .Add(service?.Commands.Lint ?? [])
            .Add(source.Dockerfile is { } dockerfile ? Within(dockerfile) : null)
            .Add(Within(source.Context))
            .Add(source.Build.Platforms)
            .Add(Pairs(source.Build.Arguments))
            .Add(Pairs(source.Build.Secrets))
            .Add($"{source.Build.ContextMegabytes:R}")
            .Add(source.Image)
            .Add(source.SharedPaths)
            .Add(source.DependsOn)
            .Add(source.Bases)
            .Add((service is null).ToString())
            .Add(service?.Manifests)
            .Add(service?.Container)
            .Add(service?.ImageField)
            .Add(service?.Ssh?.Files)
            .Add(service?.Ssh?.Run ?? [])
            .Add(service?.Ssh?.User)
            .Add(service?.Ssh?.Environment ?? [])
            .Add($"{service?.Ssh?.Port}")
            .Add(service?.Ssh?.Health)
            .Add($"{service?.Coverage:R}")
            .Add(service?.Untested?.ToString())
            .Add((service?.Versioning ?? Versioning.Sha).ToString())
            .Add(service?.Versions ?? [])
            .Add(service?.PassEnv ?? [])
            .Add(service?.Network is { } network ? string.Join(' ', network) : null);
        foreach (var dependency in service?.TestDependencies ?? [])
            key.Add(dependency.Name)
                .Add(dependency.Kind.ToString())
                .Add(dependency.Image)
                .Add(dependency.Arguments)
                .Add(dependency.Command)
                .Add(Pairs(dependency.Environment))
                .Add(dependency.Health)
                .Add(Pairs(dependency.Variables));
        return key.ToKey();

        string Within(AbsolutePath path) => SlashedPath.Between(repository, path);
    }

    private static ImmutableArray<string> Pairs(ImmutableSortedDictionary<string, string> values) =>
        values.IsEmpty ? [] : [.. values.Select(value => $"{value.Key}={value.Value}")];
}

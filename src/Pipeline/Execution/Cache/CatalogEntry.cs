using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>Hashes a service's entry in the catalog.</summary>
internal static class CatalogEntry
{
    /// <summary>The key. Paths are relative to the repository, so they are the same on each machine.</summary>
    /// <param name="service">The service.</param>
    /// <param name="repository">The root of the work tree.</param>
    public static ContentKey KeyOf(Service service, AbsolutePath repository)
    {
        var key = new ContentKeyBuilder()
            .Add(service.Name)
            .Add(Within(service.Directory))
            .Add(service.Path)
            .Add(service.Language.ToString())
            .Add(service.Commands.Compile)
            .Add(service.Commands.Test)
            .Add(service.Commands.Lint)
            .Add(service.Dockerfile is { } dockerfile ? Within(dockerfile) : null)
            .Add(Within(service.Context))
            .Add(service.Build.Platforms)
            .Add(Pairs(service.Build.Arguments))
            .Add(Pairs(service.Build.Secrets))
            .Add($"{service.Build.ContextMegabytes:R}")
            .Add(service.Image)
            .Add(service.SharedPaths)
            .Add(service.DependsOn)
            .Add(service.Bases)
            .Add(service.IsBase.ToString())
            .Add(service.Manifests)
            .Add(service.Container)
            .Add(service.ImageField)
            .Add($"{service.Coverage:R}")
            .Add(service.Versioning.ToString())
            .Add(service.Versions);
        foreach (var dependency in service.TestDependencies)
            key.Add(dependency.Name)
                .Add(dependency.Kind.ToString())
                .Add(dependency.Image)
                .Add(dependency.Arguments)
                .Add(dependency.Command)
                .Add(Pairs(dependency.Environment))
                .Add(dependency.Health)
                .Add(Pairs(dependency.Variables));
        return key.ToKey();

        string Within(AbsolutePath path) => Path.GetRelativePath(repository, path).Replace('\\', '/');
    }

    private static ImmutableArray<string> Pairs(ImmutableSortedDictionary<string, string> values) =>
        values.IsEmpty ? [] : [.. values.Select(value => $"{value.Key}={value.Value}")];
}

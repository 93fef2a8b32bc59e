using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // The language whose SDK publishes images without a Dockerfile.
    private const string DotNet = "dotnet";

    private Service WithProjects(Service service, YamlMap? map)
    {
        if (service.Dockerfile is not null || !service.IsCheckedOut || !service.Language.IsCalled(DotNet))
            return service;

        var projects = PublishableProjects.In(service.Directory);
        if (!projects.IsEmpty)
            RefuseKeysOfDockerfiles(service.Name, map);
        return service with { Projects = projects };
    }

    // They would have no effect.
    private void RefuseKeysOfDockerfiles(string name, YamlMap? map)
    {
        var build = map?["build"] as YamlMap;
        YamlScalar?[] keys =
        [
            map?.Key("context"),
            .. new[] { "arguments", "secrets", "contextMegabytes" }.Select(key => build?.Key(key)),
        ];
        foreach (var key in keys.OfType<YamlScalar>())
            report(
                key.Start,
                $"\"{key.Value}\" is for a Dockerfile, and \"{name}\" is published by the .NET SDK: leave it out, or add a Dockerfile"
            );
    }
}

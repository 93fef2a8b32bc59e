using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private ImmutableArray<string> PassEnv(YamlMap? map, ServiceEntry entry)
    {
        CheckListed(map, "passEnv", "NPM_TOKEN");
        return [.. (document.PassEnv ?? []).Union(entry.PassEnv ?? [])];
    }
}

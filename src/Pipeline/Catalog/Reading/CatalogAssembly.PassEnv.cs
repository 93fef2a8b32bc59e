using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private ImmutableArray<string> PassEnv(YamlMap? map, ServiceEntry entry)
    {
        CheckPassEnv(map);
        return [.. (document.PassEnv ?? []).Union(entry.PassEnv ?? [])];
    }

    private void CheckPassEnv(YamlMap? map)
    {
        foreach (var item in (map?["passEnv"] as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            if (!VariableName().IsMatch(item.Value) || Token().IsMatch(item.Value))
                report(
                    item.Start,
                    "\"passEnv\" has names of environment variables, such as NPM_TOKEN; a value itself never stands in a catalog"
                );
    }
}

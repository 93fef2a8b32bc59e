using System.Globalization;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private ImmutableSortedSet<int>? Network(YamlMap? map, ServiceEntry entry)
    {
        CheckNetwork(map);
        return (entry.Network ?? document.Network)?.ToImmutableSortedSet();
    }

    private void CheckNetwork(YamlMap? map)
    {
        foreach (var item in (map?["network"] as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            if (!ushort.TryParse(item.Value, CultureInfo.InvariantCulture, out _))
                report(
                    item.Start,
                    $"{item.Value} is no TCP port: \"network\" has numbers from 0 to 65535, such as 443"
                );
    }
}

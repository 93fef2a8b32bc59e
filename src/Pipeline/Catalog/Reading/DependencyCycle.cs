using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>Refuses services in a dependency cycle: none of them could be first.</summary>
internal static class DependencyCycle
{
    /// <summary>Reports a cycle, at the entry of <c>dependsOn</c> that closes it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="entries">What the catalog says of them.</param>
    /// <param name="report">Takes the place and the problem.</param>
    public static void Report(IReadOnlyCollection<Service> services, YamlMap entries, Action<Mark, string> report)
    {
        if (DependencyOrder.FindCircle(services, service => service.DependsOn) is not [.., var last, var first] circle)
            return;

        var (_, entry) = entries.Entries.First(entry => ServiceSelection.ShortName(entry.Key.Value) == last);
        var closing = ((YamlList)((YamlMap)entry)["dependsOn"]!)
            .Items.Cast<YamlScalar>()
            .First(item => ServiceSelection.ShortName(item.Value) == first);
        report(
            closing.Start,
            $"services depend on each other in a cycle ({string.Join(" → ", circle)}): remove one of these dependencies"
        );
    }
}

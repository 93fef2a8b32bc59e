using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private static ImmutableSortedDictionary<string, string> Writers(GitOpsEntry? gitOps) =>
        ImmutableSortedDictionary<string, string>.Empty.SetItems(
            (gitOps?.Writers ?? []).Select(writer =>
                KeyValuePair.Create(ServiceSelection.ShortName(writer.Key), writer.Value)
            )
        );

    private void CheckWriters(YamlMap? map)
    {
        foreach (var (service, writer) in map?.Entries ?? [])
            if (!names.Contains(ServiceSelection.ShortName(service.Value)))
                report(
                    service.Start,
                    $"there is no service \"{service.Value}\": {Spelling.Suggest(ServiceSelection.ShortName(service.Value), names)}"
                );
            else if (string.IsNullOrWhiteSpace((writer as YamlScalar)?.Value))
                report(
                    service.Start,
                    $"\"{service.Value}\" does not say what writes its image: name it, such as Argo CD Image Updater"
                );
    }
}

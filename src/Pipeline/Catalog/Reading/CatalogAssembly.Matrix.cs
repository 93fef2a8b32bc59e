using System.Text.RegularExpressions;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // GitHub's limit for the legs of a matrix, less one for services without versions.
    private const int MostVersions = 255;

    private ImmutableArray<string> Versions(YamlMap? map, ServiceEntry entry, Language language)
    {
        if (entry.Versions is not { } own)
            return [.. document.Matrix?.GetValueOrDefault(language.Name) ?? []];

        var list = (YamlList)map!["versions"]!;
        CheckVersions(list);
        if (language == Language.Custom)
            report(list.Start, "\"versions\" needs a known language: set \"language\", or leave \"versions\" out");
        return [.. own];
    }

    private void CheckVersions(ImmutableArray<Service> services)
    {
        if (yaml["matrix"] is YamlMap matrix)
            foreach (var list in matrix.Entries.Select(entry => entry.Value).OfType<YamlList>())
                CheckVersions(list);
        var all = services
            .SelectMany(service => service.Versions.Select(version => $"{service.Language} {version}"))
            .Distinct()
            .Count();
        if (all > MostVersions)
            report(
                (yaml["matrix"] ?? yaml["services"])!.Start,
                $"services have {all} versions to verify, and a GitHub matrix takes {MostVersions}: name fewer"
            );
    }

    private void CheckVersions(YamlList list)
    {
        if (list.Items.Count == 0)
            report(list.Start, "no version is named: name one, or leave the list out");
        var met = new HashSet<string>();
        foreach (var version in list.Items.Cast<YamlScalar>())
            if (!Version().IsMatch(version.Value))
                report(
                    version.Start,
                    $"\"{version.Value}\" is not a version: write 1.23, 3.12.4, 22 or 8.0.x, for example"
                );
            else if (!met.Add(version.Value))
                report(version.Start, $"\"{version.Value}\" is listed twice: keep one");
    }

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){0,2}(\.x)?\z")]
    private static partial Regex Version();
}

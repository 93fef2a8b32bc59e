using System.Text.RegularExpressions;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // GitHub's most legs of a matrix, less one for services that are verified with what machines have.
    private const int MostVersions = 255;

    private ImmutableArray<string> Versions(YamlMap? map, ServiceEntry entry, Language language)
    {
        if (entry.Versions is not { } own)
            return [.. document.Matrix?.GetValueOrDefault(language.Name) ?? []];

        var list = (YamlList)map!["versions"]!;
        CheckVersions(list);
        if (language == Language.Custom)
            report(
                list.Start,
                "\"versions\" are of a language, and this service has none that is known: set \"language\", or leave them out"
            );
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
                $"services are verified with {all} versions of languages, and a matrix of GitHub takes {MostVersions}: name fewer"
            );
    }

    private void CheckVersions(YamlList list)
    {
        if (list.Items.Count == 0)
            report(list.Start, "no version is named: name one, or leave the list out");
        var met = new HashSet<string>();
        foreach (var version in list.Items.Cast<YamlScalar>())
            if (!Version().IsMatch(version.Value))
                report(version.Start, $"\"{version.Value}\" is no version: write 1.23, 3.12.4, 22 or 8.0.x, say");
            else if (!met.Add(version.Value))
                report(version.Start, $"\"{version.Value}\" is named twice: keep one of them");
    }

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){0,2}(\.x)?\z")]
    private static partial Regex Version();
}

using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private ImmutableArray<TestDependency> TestDependencies(YamlMap? map, ServiceEntry entry) =>
        [
            .. map?.Entries.Select(one =>
                TestDependency(one.Key, one.Value as YamlMap, entry.TestDependencies![one.Key.Value] ?? new())
            )
                ?? [],
        ];

    private TestDependency TestDependency(YamlScalar key, YamlMap? map, TestDependencyEntry entry)
    {
        Name(key.Start, "a test dependency's name", key.Value);
        var kind =
            entry.Kind
            ?? (Enum.TryParse<TestDependencyKind>(key.Value, ignoreCase: true, out var told) ? told : default);
        if (kind == TestDependencyKind.Server && entry.Image is null && entry.Command is not { Length: > 0 })
            report(
                key.Start,
                $"\"{key.Value}\" has nothing to start: set its \"image\" or \"command\", or \"kind\" to postgres or redis"
            );
        if (entry.Image is { } image)
        {
            CheckNotLatest(map!["image"]!.Start, ImageReference.Parse(image).Tag);
            if (!image.Contains("@sha256:", StringComparison.Ordinal))
                report(
                    map["image"]!.Start,
                    "the image of a test dependency must be pinned: write NAME:TAG@sha256:DIGEST"
                );
        }

        if (entry.Health is { } health && !health.StartsWith('/'))
            report(map!["health"]!.Start, $"\"{health}\" is not a path: write /health, for example");
        foreach (var list in new[] { map?["environment"], map?["variables"] }.OfType<YamlMap>())
        foreach (var (variable, _) in list.Entries.Where(variable => !VariableName().IsMatch(variable.Key.Value)))
            report(variable.Start, $"\"{variable.Value}\" cannot be a variable: use letters, digits and underscores");
        return new(key.Value, kind)
        {
            Image = entry.Image,
            Arguments = [.. entry.Arguments ?? []],
            Command = [.. entry.Command ?? []],
            Environment = Sorted(entry.Environment),
            Health = entry.Health,
            Variables = Sorted(entry.Variables),
        };
    }

    private static ImmutableSortedDictionary<string, string> Sorted(Dictionary<string, string>? entries) =>
        (entries ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
}

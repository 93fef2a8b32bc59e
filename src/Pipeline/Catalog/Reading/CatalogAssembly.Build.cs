using System.Text.RegularExpressions;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // Comes from the commit: https://reproducible-builds.org/specs/source-date-epoch/
    private const string EpochArgument = "SOURCE_DATE_EPOCH";

    private BuildSettings? platformBuild;

    private BuildSettings BuildOf(BuildEntry? entry) => entry is null ? platformBuild ??= Merged(new()) : Merged(entry);

    private BuildSettings Merged(BuildEntry own)
    {
        var all = document.Build ?? new();
        return new()
        {
            Platforms = [.. own.Platforms ?? all.Platforms ?? []],
            Arguments = Sorted(all.Arguments).SetItems(own.Arguments ?? []),
            Secrets = Sorted(all.Secrets).SetItems(own.Secrets ?? []),
            ContextMegabytes = own.ContextMegabytes ?? all.ContextMegabytes ?? BuildSettings.DefaultContextMegabytes,
        };
    }

    private void CheckBuild(YamlMap? map, BuildEntry? entry)
    {
        if (map is null || entry is null)
            return;

        if (map["platforms"] is YamlList platforms)
            CheckPlatforms(platforms);
        foreach (var (name, value) in Entries(map, "arguments"))
            if (name.Value == EpochArgument)
                report(name.Start, $"{EpochArgument} is the commit's time: it cannot be set");
            else if (document.Bases?.Values.Any(image => image.Argument == name.Value) == true)
                report(name.Start, $"\"{name.Value}\" takes a base image: set it under \"bases\"");
            else
                CheckIdentifier(name.Start, name.Value, "an argument");
        foreach (var (name, value) in Entries(map, "secrets"))
        {
            if (!SecretName().IsMatch(name.Value))
                report(
                    name.Start,
                    $"\"{name.Value}\" cannot be a secret's name: use letters, digits, dots, dashes and underscores"
                );
            CheckIdentifier(value.Start, ((YamlScalar)value).Value, "a variable");
        }

        if (entry.ContextMegabytes is <= 0)
            report(map["contextMegabytes"]!.Start, "\"contextMegabytes\" must be more than 0");
    }

    private void CheckPlatforms(YamlList platforms)
    {
        var met = new HashSet<string>();
        foreach (var platform in platforms.Items.Cast<YamlScalar>())
            if (!PlatformName().IsMatch(platform.Value))
                report(
                    platform.Start,
                    $"\"{platform.Value}\" is not a platform: write OS/ARCHITECTURE, such as linux/amd64"
                );
            else if (!met.Add(platform.Value))
                report(platform.Start, $"\"{platform.Value}\" is listed twice in \"platforms\": keep one");
    }

    private void CheckIdentifier(Mark mark, string name, string what)
    {
        if (!VariableName().IsMatch(name))
            report(mark, $"\"{name}\" cannot be {what}: use letters, digits and underscores");
    }

    private static IEnumerable<(YamlScalar Key, YamlNode Value)> Entries(YamlMap map, string name) =>
        (map[name] as YamlMap)?.Entries.Select(entry => (entry.Key, entry.Value)) ?? [];

    // https://github.com/containerd/platforms: an operating system, an architecture, and a variant of it.
    [GeneratedRegex(@"\A[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?\z")]
    private static partial Regex PlatformName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+\z")]
    private static partial Regex SecretName();
}

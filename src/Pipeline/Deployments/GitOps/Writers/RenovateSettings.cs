using Pipeline.Deployments.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>The settings of Renovate in a repository, as far as they decide about images in manifests.</summary>
/// <param name="File">The file.</param>
/// <param name="Map">What it states.</param>
internal sealed record RenovateSettings(ManifestFile File, ManifestMap Map)
{
    private static readonly ImmutableArray<string> Paths =
    [
        "renovate.json",
        "renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".renovaterc.json5",
        ".github/renovate.json",
        ".github/renovate.json5",
        ".gitlab/renovate.json",
        ".gitlab/renovate.json5",
    ];

    private static readonly string[] Ignored = ["**/node_modules/**", "**/bower_components/**"];

    /// <summary>True for the file that has them, by its path.</summary>
    public static bool Is(string path) => Paths.Contains(path);

    /// <summary>Those of a repository; null for none.</summary>
    public static RenovateSettings? In(IEnumerable<ManifestFile> files) =>
        files.Where(file => Is(file.Path)).Select(Read).OfType<RenovateSettings>().FirstOrDefault();

    /// <summary>What it proposes for an image; null for nothing.</summary>
    public ImageWriter? Of(WrittenImage image) =>
        IsOff(Map) || IsPreset("docker:disable")
            ? null
            : image
                .Places.Images.Where(place => VersionLike.Is(place.Reference.Tag))
                .Select(place => (Place: place, Manager: RenovateManager.Of(place)))
                .Where(found => found.Manager is not null && Updates(found.Place, found.Manager))
                .Select(found => new ImageWriter(
                    "writer-renovate",
                    WriterEffect.Proposes,
                    File.Path,
                    Map.Entries.First(entry => entry.Key is not null).Key!,
                    $"Renovate's manager {found.Manager!.Name} proposes later versions of the image of {image.Service.Name} ({found.Place.Place})",
                    $"take {image.Service.Image} out of it, by a package rule with \"enabled\": false"
                )
                {
                    IsActive = false,
                })
                .FirstOrDefault();

    private static RenovateSettings? Read(ManifestFile file)
    {
        try
        {
            var text = Json5Text.ToYaml(ManifestFile.Decode(file.Path, file.Content));
            return ManifestParser.Parse(text).FirstOrDefault()?.Root is ManifestMap { Entries.Length: > 0 } map
                ? new(file, map)
                : null;
        }
        // Renovate itself says what is wrong with it.
        catch (Exception unreadable) when (unreadable is YamlException or ManifestException)
        {
            return null;
        }
    }

    private bool Updates(ManifestImage place, RenovateManager manager)
    {
        var (path, own) = (place.File.Path, Map[manager.Name] as ManifestMap);
        var enabled = Texts(Map, "enabledManagers");
        return !(own is not null && IsOff(own))
            && (enabled.Length == 0 || enabled.Contains(manager.Name))
            && (
                manager.Files.Any(pattern => PathPattern.FitsExpression(pattern, path))
                || Texts(own, "managerFilePatterns").Any(pattern => PathPattern.Fits(pattern, path))
                || Texts(own, "fileMatch").Any(pattern => PathPattern.FitsExpression(pattern, path))
            )
            && !(Map["ignorePaths"] is null ? Ignored : Texts(Map, "ignorePaths")).Any(ignored =>
                PathPattern.Fits(ignored, path) || path.Contains(ignored, StringComparison.Ordinal)
            )
            && (Map["includePaths"] is null || Texts(Map, "includePaths").Any(part => PathPattern.Fits(part, path)))
            && !Texts(Map, "ignoreDeps").Contains(place.Reference.Name)
            && !IsOffByRule(place, manager);
    }

    // The last rule that fits decides.
    private bool IsOffByRule(ManifestImage place, RenovateManager manager) =>
        ((Map["packageRules"] as ManifestList)?.Items ?? [])
            .OfType<ManifestMap>()
            .Where(rule => rule["enabled"] is not null && Fits(rule, place, manager))
            .Select(IsOff)
            .LastOrDefault();

    private static bool Fits(ManifestMap rule, ManifestImage place, RenovateManager manager) =>
        rule.Entries.All(entry =>
            entry.Key?.Value switch
            {
                "matchManagers" => One(Texts(rule, "matchManagers"), manager.Name),
                "matchDatasources" => One(Texts(rule, "matchDatasources"), "docker"),
                "matchFileNames" => One(Texts(rule, "matchFileNames"), place.File.Path),
                "matchPackageNames" => One(Texts(rule, "matchPackageNames"), place.Reference.Name),
                "matchDepNames" => One(Texts(rule, "matchDepNames"), place.Reference.Name),
                "matchPackagePatterns" => Texts(rule, "matchPackagePatterns")
                    .Any(pattern => PathPattern.FitsExpression(pattern, place.Reference.Name)),
                { } other => !other.StartsWith("match", StringComparison.Ordinal),
                _ => true,
            }
        );

    // "!PATTERN" leaves out what it fits.
    private static bool One(string[] patterns, string text) =>
        !patterns.Any(pattern => pattern is ['!', ..] && PathPattern.Fits(pattern[1..], text))
        && (
            patterns.All(pattern => pattern is ['!', ..])
            || patterns.Any(pattern => pattern is not ['!', ..] && PathPattern.Fits(pattern, text))
        );

    private bool IsPreset(string name) => Texts(Map, "extends").Contains(name);

    private static bool IsOff(ManifestMap map) => map.Text("enabled") == "false";

    private static string[] Texts(ManifestMap? map, string key) =>
        map?[key] switch
        {
            ManifestList list => [.. list.Items.OfType<ManifestScalar>().Select(item => item.Value)],
            ManifestScalar { IsNull: false } one => [one.Value],
            _ => [],
        };
}

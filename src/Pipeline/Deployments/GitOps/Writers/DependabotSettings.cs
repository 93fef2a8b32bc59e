using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>The updates of Dependabot in a repository, as far as they are about images in manifests.</summary>
/// <param name="File">The file.</param>
/// <param name="Map">What it states.</param>
internal sealed record DependabotSettings(ManifestFile File, ManifestMap Map)
{
    /// <summary>True for the file that has them, by its path.</summary>
    public static bool Is(string path) => path is ".github/dependabot.yml" or ".github/dependabot.yaml";

    /// <summary>Those of a repository; null for none.</summary>
    public static DependabotSettings? In(IEnumerable<ManifestFile> files) =>
        files
            .Where(file => Is(file.Path))
            .SelectMany(file =>
                ParsedFile
                    .Of(file)
                    .Documents.Take(1)
                    .Select(document => (File: file, Map: document.Root as ManifestMap))
            )
            .Where(read => read.Map is not null)
            .Select(read => new DependabotSettings(read.File, read.Map!))
            .FirstOrDefault();

    /// <summary>What it proposes for an image; null for nothing.</summary>
    public ImageWriter? Of(WrittenImage image) =>
        (
            from update in ((Map["updates"] as ManifestList)?.Items ?? []).OfType<ManifestMap>()
            let ecosystem = update["package-ecosystem"] as ManifestScalar
            where ecosystem?.Value is "docker" or "helm" && update.Text("open-pull-requests-limit") != "0"
            from place in image.Places.Images
            where
                place.Kind != KustomizeImages.Kind
                && VersionLike.Is(place.Reference.Tag)
                && Folders(update).Any(folder => PathPattern.Fits(folder, $"/{RepositoryPath.Folder(place.File.Path)}"))
                && !Ignores(update, place.Reference.Name)
            select new ImageWriter(
                "writer-dependabot",
                WriterEffect.Proposes,
                File.Path,
                ecosystem,
                $"Dependabot proposes later versions of the image of {image.Service.Name} ({place.Place})",
                $"have it ignore {place.Reference.Name}, or take the folder out"
            )
            {
                IsActive = false,
            }
        ).FirstOrDefault();

    private static IEnumerable<string> Folders(ManifestMap update) =>
        ((update["directories"] as ManifestList)?.Items ?? [])
            .Append(update["directory"])
            .OfType<ManifestScalar>()
            .Select(folder => $"/{folder.Value.Trim('/')}");

    // A rule for some versions alone leaves the others.
    private static bool Ignores(ManifestMap update, string name) =>
        ((update["ignore"] as ManifestList)?.Items ?? [])
            .OfType<ManifestMap>()
            .Any(rule =>
                rule["versions"] is null
                && rule["update-types"] is null
                && rule.Text("dependency-name") is { } pattern
                && (
                    pattern == "*"
                    || PathPattern.FitsExpression($"^{pattern.Replace("*", ".*", StringComparison.Ordinal)}$", name)
                )
            );
}

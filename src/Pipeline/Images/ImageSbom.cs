using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Building;
using Pipeline.Quality.Findings;

namespace Pipeline.Images;

/// <summary>The target <c>Sbom</c>: writes the bill of materials of the image that was built.</summary>
internal static class ImageSbom
{
    private const string Trivy = "trivy";
    private const string Syft = "syft";

    /// <summary>
    /// Takes the <see cref="BuiltImage"/> of a service or base image, and provides its <see cref="BillOfMaterials"/>.
    /// </summary>
    public static Task<StepResult> Run(ImageSource source, StepContext step) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                if (new[] { Trivy, Syft }.FirstOrDefault(name => step.FindProgram(name) is not null) is not { } tool)
                    return step.Unable(
                        $"neither {Trivy} nor {Syft} is installed: see trivy.dev, or anchore.com/opensource"
                    );

                var image = step.Take<BuiltImage>();
                return Provide(
                    step,
                    tool,
                    await PlatformArchive.Each(
                        image,
                        "sbom-image.tar",
                        step,
                        archive => Describe(step, image, archive, tool)
                    )
                );
            }
        );

    /// <summary>A bill of materials, or why the tool wrote none.</summary>
    internal sealed record Description(BillOfMaterials? Bill, string? Trouble);

    /// <summary>Runs a tool on an archive of an image.</summary>
    internal static async Task<Description> Describe(
        StepContext step,
        BuiltImage image,
        PlatformArchive archive,
        string tool
    )
    {
        var prefix = archive.Platform is null ? "" : $"{archive.Platform.Replace('/', '-')}.";
        var cycloneDx = step.Report("sbom", $"{prefix}cdx.json");
        var spdx = step.Report("sbom", $"{prefix}spdx.json");
        foreach (var command in Commands(tool, archive.File, cycloneDx, spdx))
        {
            var outcome = await step.RunOwn(command);
            if (!outcome.Succeeded)
                return new(null, $"{tool} ended with {outcome.ExitCode}: {outcome.LastLine()}");
        }

        var components = CycloneDxComponents(tool, cycloneDx, archive.ImageId);
        CheckSpdx(tool, spdx);
        var bill = new BillOfMaterials(image.Id, tool, Relative(step, cycloneDx), Relative(step, spdx), components);
        return new(bill with { Platform = archive.Platform, Manifest = archive.Manifest }, null);
    }

    /// <summary>Provides the bills of all platforms, or none.</summary>
    internal static StepResult Provide(StepContext step, string tool, ImmutableArray<Description> descriptions)
    {
        if (descriptions.Select(each => each.Trouble).OfType<string>().FirstOrDefault() is { } trouble)
            return step.Unable(trouble);

        ImmutableArray<BillOfMaterials> bills = [.. descriptions.Select(each => each.Bill!)];
        step.Provide(bills[0] with { OtherPlatforms = bills[1..] });
        return StepResult.PassedWith(
            $"{tool}: {string.Join("; ", bills.Select(bill => $"{bill.Components} components, {bill.CycloneDx}"))}"
        );
    }

    // trivy.dev/docs/latest/guide/supply-chain/sbom and github.com/anchore/syft/wiki/output-formats
    private static IEnumerable<CommandLine> Commands(string tool, string archive, string cycloneDx, string spdx) =>
        tool == Trivy
            ?
            [
                new(
                    Trivy,
                    ["image", "--format", "cyclonedx", "--output", cycloneDx, "--no-progress", "--input", archive]
                ),
                new(Trivy, ["image", "--format", "spdx-json", "--output", spdx, "--no-progress", "--input", archive]),
            ]
            :
            [
                new(
                    Syft,
                    [
                        "scan",
                        $"docker-archive:{archive}",
                        "--output",
                        $"cyclonedx-json={cycloneDx}",
                        "--output",
                        $"spdx-json={spdx}",
                    ]
                ),
            ];

    private static int CycloneDxComponents(string tool, AbsolutePath file, string imageId)
    {
        using var json = Read(tool, file);
        var root = json.RootElement;
        if (Text(root, "bomFormat") != "CycloneDX" || Text(root, "specVersion") is null)
            throw new StepFailedException($"what {tool} wrote to {file} is no CycloneDX");
        // Trivy records the image's id, syft does not.
        if (ImageIdOf(root) is { } other && other != imageId)
            throw new StepFailedException($"{tool} described {other}, not the image that was built, {imageId}");
        return root.TryGetProperty("components", out var components) && components.ValueKind == JsonValueKind.Array
            ? components.GetArrayLength()
            : 0;
    }

    private static string? ImageIdOf(JsonElement root) =>
        root.TryGetProperty("metadata", out var metadata)
        && metadata.TryGetProperty("component", out var component)
        && component.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Array
            ? properties
                .EnumerateArray()
                .Where(property => Text(property, "name") == "aquasecurity:trivy:ImageID")
                .Select(property => Text(property, "value"))
                .FirstOrDefault()
            : null;

    private static void CheckSpdx(string tool, AbsolutePath file)
    {
        using var json = Read(tool, file);
        if (Text(json.RootElement, "spdxVersion")?.StartsWith("SPDX-", StringComparison.Ordinal) != true)
            throw new StepFailedException($"what {tool} wrote to {file} is no SPDX");
    }

    private static JsonDocument Read(string tool, AbsolutePath file)
    {
        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json
                : throw new StepFailedException($"what {tool} wrote to {file} is no bill of materials");
        }
        catch (Exception broken) when (broken is JsonException or FileNotFoundException)
        {
            throw new StepFailedException($"what {tool} wrote to {file} cannot be read: {broken.Message}");
        }
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object
        && from.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Relative(StepContext step, string file) => SlashedPath.Between(step.Artifacts, file);
}

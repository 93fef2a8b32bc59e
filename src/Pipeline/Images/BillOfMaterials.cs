using Pipeline.Execution.Steps;
using Pipeline.Images.Building;

namespace Pipeline.Images;

/// <summary>An image's bill of materials (SBOM), in two formats.</summary>
/// <param name="ImageId">The image, as <see cref="BuiltImage"/> knows it.</param>
/// <param name="Tool">The tool that wrote it, with its version.</param>
/// <param name="CycloneDx">The CycloneDX file, relative to the artifacts.</param>
/// <param name="Spdx">The SPDX file, relative to the artifacts.</param>
/// <param name="Components">The number of components.</param>
internal sealed record BillOfMaterials(string ImageId, string Tool, string CycloneDx, string Spdx, int Components)
    : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "BillOfMaterials";

    /// <summary>The platform of a multi-platform image; else null.</summary>
    public string? Platform { get; init; }

    /// <summary>The digest of the platform's manifest in a multi-platform image; else null.</summary>
    public string? Manifest { get; init; }

    /// <summary>The bills of its other platforms.</summary>
    public ImmutableArray<BillOfMaterials> OtherPlatforms { get; init; } = [];
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>An image that was built, in the container engine or in an OCI layout.</summary>
/// <param name="Reference">Its name and tag in the environment's registry.</param>
/// <param name="Id">Its id, <c>sha256:…</c>: the engine's image id, or the digest of the layout.</param>
/// <param name="IsReused">True where it was found, or pulled from the registry, and nothing was built.</param>
internal sealed record BuiltImage(ImageReference Reference, string Id, bool IsReused) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "BuiltImage";

    /// <summary>The folder of its layout, relative to the artifacts; null where it is in the engine.</summary>
    public string? Layout { get; init; }
}

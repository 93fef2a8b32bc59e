using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>An image that was built: it lies in the container engine, or in a folder as a registry keeps it.</summary>
/// <param name="Reference">The name and tag that it will bear in the environment's registry.</param>
/// <param name="Id">What it is known by, <c>sha256:…</c>: in the engine the digest of its configuration, in a folder its own.</param>
/// <param name="IsReused">True where it was there already, or came from the registry, and nothing was built.</param>
public sealed record BuiltImage(ImageReference Reference, string Id, bool IsReused) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "BuiltImage";

    /// <summary>The folder that it lies in, relative to the artifacts; null where it lies in the engine.</summary>
    public string? Layout { get; init; }
}

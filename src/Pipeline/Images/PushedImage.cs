using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>An image in the environment's registry.</summary>
/// <param name="Reference">
/// Its reference, with tag and digest; the digest was computed from what the registry returned.
/// </param>
public sealed record PushedImage(ImageReference Reference) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "PushedImage";
}

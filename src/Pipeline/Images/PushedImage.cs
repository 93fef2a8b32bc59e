using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>An image that lies in the environment's registry.</summary>
/// <param name="Reference">Where, with tag and digest; the digest was computed from what the registry gives out.</param>
public sealed record PushedImage(ImageReference Reference) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "PushedImage";
}

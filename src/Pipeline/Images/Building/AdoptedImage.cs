using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>
/// A base image that another run pushed while this run built its own; everything is built on that one.
/// </summary>
/// <param name="Digest">Its digest in the registry.</param>
internal sealed record AdoptedImage(string Digest) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "AdoptedImage";
}

using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>A base image that another run has pushed while this one built its own: theirs is what everything is built on.</summary>
/// <param name="Digest">The digest that the registry has.</param>
public sealed record AdoptedImage(string Digest) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "AdoptedImage";
}

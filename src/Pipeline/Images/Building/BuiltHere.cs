using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>An image that was built in this workspace, and not taken from anywhere.</summary>
/// <param name="ImageId">What the engine knows it by.</param>
public sealed record BuiltHere(string ImageId) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "BuiltHere";
}

using Pipeline.Execution.Steps;

namespace Pipeline.Images.Building;

/// <summary>An image that was built in this workspace, rather than pulled or found.</summary>
/// <param name="ImageId">Its id, as <see cref="BuiltImage.Id"/>.</param>
internal sealed record BuiltHere(string ImageId) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "BuiltHere";
}

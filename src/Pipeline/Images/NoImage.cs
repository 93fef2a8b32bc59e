using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>Says that a service has no image in this run, and why: nothing was built, so there is nothing to push or to bump.</summary>
/// <param name="Reason">Why not.</param>
public sealed record NoImage(string Reason) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "NoImage";
}

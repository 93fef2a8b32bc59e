using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>A service has no image in this run, so that there is nothing to push or to bump.</summary>
/// <param name="Reason">Why it has none.</param>
internal sealed record NoImage(string Reason) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "NoImage";
}

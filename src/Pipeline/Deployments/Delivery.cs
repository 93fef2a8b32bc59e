using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments;

/// <summary>
/// An image to deliver to a step's environment; it is in the registry, and signed where that is required.
/// </summary>
/// <param name="Step">The step of the service.</param>
/// <param name="Image">The image, by tag and digest.</param>
public sealed record Delivery(StepContext Step, ImageReference Image)
{
    /// <summary>How it was asked for; the same for all deliveries of a run.</summary>
    public ChangeOptions Options { get; init; } = new();

    /// <summary>Why it must change nothing, as a sentence, as a gate holds it back; null where it may.</summary>
    public string? Held { get; init; }

    /// <summary>The gates that were overridden for it, as in <c>freeze, budget</c>; null for none.</summary>
    public string? Overridden { get; init; }
}

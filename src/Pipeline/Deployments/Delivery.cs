using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments;

/// <summary>An image that a step brings to its environment; it is known to be there, and signed where that is asked for.</summary>
/// <param name="Step">The step of the service.</param>
/// <param name="Image">The image, by tag and digest.</param>
public sealed record Delivery(StepContext Step, ImageReference Image);

using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments;

/// <summary>
/// An image to deliver to a step's environment; it is in the registry, and signed where that is required.
/// </summary>
/// <param name="Step">The step of the service.</param>
/// <param name="Image">The image, by tag and digest.</param>
public sealed record Delivery(StepContext Step, ImageReference Image);

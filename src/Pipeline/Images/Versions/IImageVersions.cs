using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning.Versions;

namespace Pipeline.Images.Versions;

/// <summary>Numbers the images of a run.</summary>
public interface IImageVersions
{
    /// <summary>The version that the commit has of a service; null where it has none, or where that cannot be told.</summary>
    Task<PlannedVersion?> Find(Service service, StepContext step);

    /// <summary>The version that the commit has of a service, which it takes now where it has none.</summary>
    /// <exception cref="TransientException">It could not be taken, and a later attempt may succeed.</exception>
    /// <exception cref="StepFailedException">It cannot be taken; the message says why, and what to do.</exception>
    Task<PlannedVersion> Take(Service service, StepContext step);
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning.Versions;

namespace Pipeline.Images.Versions;

/// <summary>Assigns versions to the images of a run.</summary>
internal interface IImageVersions
{
    /// <summary>
    /// The version of a service at the commit; null where it has none, or where that cannot be determined.
    /// </summary>
    Task<PlannedVersion?> Find(Service service, StepContext step);

    /// <summary>The version of a service at the commit, which is assigned now where it has none.</summary>
    /// <exception cref="TransientException">It could not be assigned, and a later attempt may succeed.</exception>
    /// <exception cref="StepFailedException">It cannot be assigned; the message says why, and what to do.</exception>
    Task<PlannedVersion> Take(Service service, StepContext step);
}

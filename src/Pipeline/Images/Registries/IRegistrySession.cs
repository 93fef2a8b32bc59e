using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Images.Registries;

/// <summary>An open registry: its login, and what its kind does beyond the OCI Distribution API.</summary>
public interface IRegistrySession : ICredentialProvider, IAsyncDisposable
{
    /// <summary>
    /// True for a registry that runs start for themselves, and that ends with the run that has started it.
    /// </summary>
    bool IsStartedByRuns => false;

    /// <summary>Starts the registry where runs do that and none answers.</summary>
    /// <param name="step">The step that needs it.</param>
    /// <exception cref="StepFailedException">It cannot be started, or does not answer.</exception>
    Task EnsureAnswers(StepContext step) => Task.CompletedTask;

    /// <summary>
    /// Creates a repository where the registry does not do so by itself, and reports where an existing one differs from
    /// the catalog.
    /// </summary>
    /// <param name="repository">Its full name, with the registry's prefix.</param>
    /// <param name="environment">The environment whose settings it gets.</param>
    /// <param name="tell">Takes a line for each thing that was done, or that differs.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">The registry refuses.</exception>
    Task Prepare(
        string repository,
        DeploymentEnvironment environment,
        Action<string> tell,
        CancellationToken cancellation
    ) => Task.CompletedTask;

    /// <summary>
    /// What the registry's own scan of an image found; null where it has no scan, or the environment does not ask for
    /// its findings.
    /// </summary>
    /// <param name="repository">The repository's full name, with the registry's prefix.</param>
    /// <param name="digest">The image's digest.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="TransientException">The scan has not ended in time.</exception>
    /// <exception cref="StepFailedException">The scan failed, or its findings cannot be read.</exception>
    Task<ScanReport?> Findings(
        string repository,
        string digest,
        DeploymentEnvironment environment,
        CancellationToken cancellation
    ) => Task.FromResult<ScanReport?>(null);
}

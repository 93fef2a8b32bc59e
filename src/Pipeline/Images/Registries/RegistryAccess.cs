using Docker.DotNet.Models;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Images.Registries;

/// <summary>An open registry, which the steps of a run share.</summary>
/// <param name="Name">Its host, with a port and a prefix of its repositories where it has them.</param>
/// <param name="Client">A client of its OCI Distribution API.</param>
/// <param name="Session">Its login, and what its kind does beyond that API.</param>
internal sealed record RegistryAccess(string Name, RegistryClient Client, IRegistrySession Session) : IAsyncDisposable
{
    /// <summary>The registry of a step's environment, once it answers.</summary>
    /// <exception cref="StepFailedException">
    /// None answers and none can be started, or what answers is no registry.
    /// </exception>
    public static Task<RegistryAccess> Of(StepContext step) => Of(step, step.Environment);

    /// <summary>The registry of any environment, once it answers.</summary>
    /// <exception cref="StepFailedException">
    /// None answers and none can be started, or what answers is no registry.
    /// </exception>
    public static Task<RegistryAccess> Of(StepContext step, DeploymentEnvironment environment) =>
        Of(step, RegistryLocation.Of(environment));

    /// <summary>
    /// The registry that an image lies in. One that is not the environment's own never sees the environment's login.
    /// </summary>
    /// <exception cref="StepFailedException">It does not answer as a registry should.</exception>
    public static Task<RegistryAccess> Of(StepContext step, DeploymentEnvironment environment, ImageReference image) =>
        Of(step, RegistryLocation.Of(environment, image));

    /// <summary>
    /// What a container engine logs in with for an image; null where that lies in another registry than the
    /// environment's.
    /// </summary>
    /// <exception cref="StepFailedException">The registry does not answer as a registry should.</exception>
    public static async Task<AuthConfig?> LoginFor(ImageReference image, StepContext step) =>
        RegistryAddress.IsIn(step.Environment.Registry, image)
            ? await (await Of(step)).EngineLogin(step.Cancellation)
            : null;

    /// <summary>What a container engine logs in with.</summary>
    public async Task<AuthConfig?> EngineLogin(CancellationToken cancellation) =>
        (await Session.Login(cancellation))?.For(RegistryAddress.Host(Name));

    /// <summary>Creates a repository where the registry does not do so by itself.</summary>
    /// <param name="repository">The repository, without the registry's prefix.</param>
    /// <param name="environment">The environment whose settings it gets.</param>
    /// <param name="step">The step that is about to push there.</param>
    public Task Prepare(string repository, DeploymentEnvironment environment, StepContext step) =>
        Session.Prepare(RegistryAddress.Repository(Name, repository), environment, step.Tell, step.Cancellation);

    /// <summary>
    /// What the registry's own scan of an image found; null where the step's environment does not ask for that.
    /// </summary>
    /// <exception cref="TransientException">The scan has not ended in time.</exception>
    /// <exception cref="StepFailedException">The scan failed, or its findings cannot be read.</exception>
    public Task<ScanReport?> Findings(string repository, string digest, StepContext step) =>
        Session.Findings(RegistryAddress.Repository(Name, repository), digest, step.Environment, step.Cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Session.DisposeAsync();
    }

    private static async Task<RegistryAccess> Of(StepContext step, RegistryLocation registry)
    {
        var registries = await step.Shared(_ =>
            Task.FromResult(new SharedRegistries(opened => Open(opened, step.Extension<SupportedRegistries>())))
        );
        var access = registries.Of(registry);
        await access.Session.EnsureAnswers(step);
        return access.Session.IsStartedByRuns
            ? access with
            {
                Client = access.Client.RevivedBy(() => access.Session.EnsureAnswers(step)),
            }
            : access;
    }

    private static RegistryAccess Open(RegistryLocation registry, SupportedRegistries kinds)
    {
        var session = kinds.Open(registry);
        return new(registry.Name, new RegistryClient(registry.Name, session), session);
    }
}

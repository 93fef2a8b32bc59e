using Docker.DotNet.Models;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Quality.Findings;

namespace Pipeline.Images.Registries;

/// <summary>The environment's registry, as the steps of a run share it.</summary>
/// <param name="Name">Its host, with a port and a prefix of its repositories where it has them.</param>
/// <param name="Client">Asks it.</param>
/// <param name="Credentials">Opens it.</param>
/// <param name="Local">Keeps it alive, where it is one of this machine's own; null where it is not.</param>
internal sealed record RegistryAccess(
    string Name,
    RegistryClient Client,
    IRegistryCredentials Credentials,
    LocalRegistry? Local
) : IAsyncDisposable
{
    /// <summary>The registry of a step's environment, answering.</summary>
    /// <exception cref="StepFailedException">There is none, and nothing to start one with.</exception>
    /// <exception cref="StepFailedException">It does not answer as a registry should.</exception>
    public static Task<RegistryAccess> Of(StepContext step) => Of(step, step.Environment);

    /// <summary>The registry of any environment, answering.</summary>
    /// <exception cref="StepFailedException">There is none, and nothing to start one with.</exception>
    /// <exception cref="StepFailedException">It does not answer as a registry should.</exception>
    public static async Task<RegistryAccess> Of(StepContext step, Environment environment)
    {
        var registries = await step.Shared(_ =>
            Task.FromResult(new SharedRegistries(opened => For(opened, step.Artifacts)))
        );
        var access = registries.Of(environment);
        if (access.Local is not null)
            await access.Local.EnsureAnswers(step);
        return access;
    }

    /// <summary>
    /// The registry that an image lies in, answering. One that is not the environment's own gets no sight of the environment's login.
    /// </summary>
    /// <exception cref="StepFailedException">It does not answer as a registry should.</exception>
    public static Task<RegistryAccess> Of(StepContext step, Environment environment, ImageReference image) =>
        Of(
            step,
            environment with
            {
                Registry = image.Registry ?? RegistryAddress.DockerHub,
                RegistryLogin = RegistryAddress.IsIn(environment.Registry, image) ? environment.RegistryLogin : null,
                IsLocal = false,
            }
        );

    /// <summary>What a container engine logs in with for an image: null where that lies in another registry than the environment's.</summary>
    /// <exception cref="StepFailedException">The registry does not answer as a registry should.</exception>
    public static async Task<AuthConfig?> LoginFor(ImageReference image, StepContext step) =>
        RegistryAddress.IsIn(step.Environment.Registry, image)
            ? await (await Of(step)).EngineLogin(step.Cancellation)
            : null;

    /// <summary>What a container engine logs in with.</summary>
    public async Task<AuthConfig?> EngineLogin(CancellationToken cancellation) =>
        (await Credentials.Login(cancellation))?.For(RegistryAddress.Host(Name));

    /// <summary>Makes sure that a repository is there to push to, where the registry asks for that.</summary>
    public Task Prepare(string repository, EcrSettings policy, StepContext step) =>
        Credentials.Prepare(RegistryAddress.Repository(Name, repository), policy, step.Tell, step.Cancellation);

    /// <summary>What the registry's own scan of an image found; null where it is none of Amazon ECR's.</summary>
    /// <exception cref="TransientException">The scan has not ended in time.</exception>
    /// <exception cref="StepFailedException">It failed, or cannot be had.</exception>
    public async Task<ScanReport?> Findings(string repository, string digest, CancellationToken cancellation) =>
        Credentials is EcrLogin ecr
            ? await ecr.Findings(RegistryAddress.Repository(Name, repository), digest, cancellation)
            : null;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Local is not null)
            await Local.DisposeAsync();
        Client.Dispose();
        (Credentials as IDisposable)?.Dispose();
    }

    /// <summary>The registry of an environment, not asked for anything yet.</summary>
    public static RegistryAccess For(Environment environment, AbsolutePath artifacts)
    {
        var registry = environment.Registry;
        var credentials = RegistryLogins.For(registry, environment.RegistryLogin);
        var client = new RegistryClient(registry, credentials);
        var isOurs = environment.IsLocal && RegistryAddress.IsLoopback(registry);
        return new(
            registry,
            client,
            credentials,
            isOurs ? new(RegistryAddress.Host(registry), client, artifacts) : null
        );
    }
}

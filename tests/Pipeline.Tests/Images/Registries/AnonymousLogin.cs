using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>Logs in to a registry that is open to everyone.</summary>
internal sealed class AnonymousLogin : ICredentialProvider
{
    public Task<RegistryCredential?> Login(CancellationToken cancellation) =>
        Task.FromResult<RegistryCredential?>(null);
}

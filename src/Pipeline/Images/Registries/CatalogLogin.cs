using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>Opens a registry with the login that the catalog names, and where its variable is not set with what is found without it.</summary>
/// <param name="login">The login.</param>
/// <param name="otherwise">What <c>docker login</c> has kept.</param>
internal sealed class CatalogLogin(RegistryLogin login, DockerLogin otherwise) : IRegistryCredentials, IDisposable
{
    /// <summary>What the catalog's login is made of; null where its variable is not set.</summary>
    public static RegistryCredential? Find(RegistryLogin? login) =>
        login?.ReadPassword() is { } password ? new(login.User, password) : null;

    /// <inheritdoc />
    public async Task<RegistryCredential?> Login(CancellationToken cancellation) =>
        Find(login) ?? await otherwise.Login(cancellation);

    /// <inheritdoc />
    public void Forget(RegistryCredential refused) => otherwise.Forget(refused);

    /// <inheritdoc />
    public string Remedy(string host) =>
        Find(login) is null
            ? $"set {login.PasswordVariable}, which the catalog names, or log in with \"docker login {host}\""
            : $"{login.PasswordVariable} does not hold the password of {login.User}, whom the catalog names";

    /// <inheritdoc />
    public void Dispose() => otherwise.Dispose();
}

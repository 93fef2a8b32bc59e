using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>
/// Logs in as the catalog says; where the password's variable is not set, with the login that <c>docker login</c>
/// keeps.
/// </summary>
/// <param name="login">The login.</param>
/// <param name="otherwise">The login that <c>docker login</c> keeps.</param>
internal sealed class CatalogLogin(RegistryLogin login, DockerLogin otherwise) : ICredentialProvider, IDisposable
{
    /// <summary>The catalog's credential; null where the password's variable is not set.</summary>
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

namespace Pipeline.Images.Registries;

/// <summary>An open registry that does nothing beyond the OCI Distribution API.</summary>
/// <param name="credentials">Logs in to it.</param>
internal sealed class OciSession(ICredentialProvider credentials) : IRegistrySession
{
    /// <inheritdoc />
    public Task<RegistryCredential?> Login(CancellationToken cancellation) => credentials.Login(cancellation);

    /// <inheritdoc />
    public void Forget(RegistryCredential refused) => credentials.Forget(refused);

    /// <inheritdoc />
    public string Remedy(string host) => credentials.Remedy(host);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        (credentials as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}

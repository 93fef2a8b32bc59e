namespace Pipeline.Images.Registries;

/// <summary>Logs in to a registry.</summary>
public interface ICredentialProvider
{
    /// <summary>What to log in with; null where the registry is open to everyone.</summary>
    Task<RegistryCredential?> Login(CancellationToken cancellation);

    /// <summary>
    /// Drops a credential that the registry has refused, so that the next login gets a new one where there can be one.
    /// </summary>
    void Forget(RegistryCredential refused) { }

    /// <summary>What to do about a refused login, as the end of a sentence.</summary>
    /// <param name="host">The registry's host.</param>
    string Remedy(string host) => $"log in with \"docker login {host}\"";
}

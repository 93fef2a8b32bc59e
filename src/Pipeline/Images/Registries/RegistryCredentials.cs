using Docker.DotNet.Models;

namespace Pipeline.Images.Registries;

/// <summary>A user name and a password for a registry.</summary>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password; it must not be written anywhere.</param>
public sealed record RegistryCredential(string Username, string Password)
{
    /// <summary>True where the password is an identity token, which the registry's token server exchanges for tokens of its own.</summary>
    public bool IsIdentityToken { get; init; }

    /// <summary>The credential as container engines take it.</summary>
    internal AuthConfig For(string registry) =>
        IsIdentityToken
            ? new() { IdentityToken = Password, ServerAddress = registry }
            : new()
            {
                Username = Username,
                Password = Password,
                ServerAddress = registry,
            };

    /// <summary>The user name alone.</summary>
    public override string ToString() => Username;
}

/// <summary>Logs in to a registry.</summary>
public interface IRegistryCredentials
{
    /// <summary>What to log in with; null where the registry is open to everyone.</summary>
    Task<RegistryCredential?> Login(CancellationToken cancellation);

    /// <summary>Drops a credential that the registry has refused, so that the next login gets a new one where there can be one.</summary>
    void Forget(RegistryCredential refused) { }

    /// <summary>What to do about a refused login, as the end of a sentence.</summary>
    /// <param name="host">The registry's host.</param>
    string Remedy(string host) => $"log in with \"docker login {host}\"";
}

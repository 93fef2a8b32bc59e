using Docker.DotNet.Models;
using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>A user name and a password for a registry.</summary>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password; it must not be written anywhere.</param>
public sealed record RegistryCredential(string Username, string Password)
{
    /// <summary>True where the password is a token that is given to the registry's token server, for tokens of its own.</summary>
    public bool IsIdentityToken { get; init; }

    /// <summary>The form that container engines take.</summary>
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

/// <summary>Opens registries of one kind.</summary>
public interface IRegistryCredentials
{
    /// <summary>What to log in with; null where the registry is open to everyone.</summary>
    Task<RegistryCredential?> Login(CancellationToken cancellation);

    /// <summary>The registry has refused a login: the next one is asked for anew, where it can change by itself.</summary>
    void Forget(RegistryCredential refused) { }

    /// <summary>What to do where a registry wants another login, as the end of a sentence.</summary>
    /// <param name="host">The registry's host.</param>
    string Remedy(string host) => $"log in with \"docker login {host}\"";

    /// <summary>Makes sure that a repository is there to push to, where a registry asks for that.</summary>
    /// <param name="repository">Its whole name within the host.</param>
    /// <param name="policy">What a repository of Amazon ECR is like.</param>
    /// <param name="tell">Is told what was done, and what is not as it should be.</param>
    /// <param name="cancellation">Ends it.</param>
    Task Prepare(string repository, EcrSettings policy, Action<string> tell, CancellationToken cancellation) =>
        Task.CompletedTask;
}

/// <summary>A registry that asks for nothing.</summary>
internal sealed class AnonymousLogin : IRegistryCredentials
{
    public Task<RegistryCredential?> Login(CancellationToken cancellation) =>
        Task.FromResult<RegistryCredential?>(null);
}

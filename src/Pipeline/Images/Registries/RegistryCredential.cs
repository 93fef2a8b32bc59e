using Docker.DotNet.Models;

namespace Pipeline.Images.Registries;

/// <summary>A user name and a password for a registry.</summary>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password; it must not be written anywhere.</param>
public sealed record RegistryCredential(string Username, string Password)
{
    /// <summary>
    /// True where the password is an identity token, which the registry's token server exchanges for tokens of its own.
    /// </summary>
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

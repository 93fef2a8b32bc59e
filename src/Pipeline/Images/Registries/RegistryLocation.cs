using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>A registry, and how the catalog opens it.</summary>
/// <param name="Name">The host, with a port and a prefix of its repositories where it has them.</param>
public sealed record RegistryLocation(string Name)
{
    /// <summary>The login that the catalog names; null where it names none.</summary>
    public RegistryLogin? Login { get; init; }

    /// <summary>True for the registry of the <c>local</c> environment, which a run may start.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Host and port, without the prefix.</summary>
    public string Host => RegistryAddress.Host(Name);

    /// <summary>The registry of an environment.</summary>
    public static RegistryLocation Of(DeploymentEnvironment environment) =>
        new(environment.Registry) { Login = environment.RegistryLogin, IsLocal = environment.IsLocal };

    /// <summary>
    /// The registry that an image lies in. The environment's login is shown to the environment's own registry alone.
    /// </summary>
    public static RegistryLocation Of(DeploymentEnvironment environment, ImageReference image) =>
        new(image.Registry ?? RegistryAddress.DockerHub)
        {
            Login = RegistryAddress.IsIn(environment.Registry, image) ? environment.RegistryLogin : null,
        };
}

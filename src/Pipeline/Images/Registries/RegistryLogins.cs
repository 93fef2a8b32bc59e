using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>Finds what opens a registry.</summary>
internal static class RegistryLogins
{
    /// <summary>
    /// An AWS identity for ECR, and else the catalog's login, or what <c>docker login</c> has kept; a registry that is open needs none of
    /// them.
    /// </summary>
    /// <param name="registry">The host, with a port and a prefix where it has them.</param>
    /// <param name="login">The catalog's login; null where it names none.</param>
    public static IRegistryCredentials For(string registry, RegistryLogin? login = null)
    {
        var host = RegistryAddress.Host(registry);
        if (EcrLogin.TryFor(host) is { } ecr)
            return ecr;
        var kept = new DockerLogin(host, DockerConfig.DefaultFile);
        return login is null ? kept : new CatalogLogin(login, kept);
    }
}

namespace Pipeline.Images.Registries;

/// <summary>Finds what opens a registry.</summary>
internal static class RegistryLogins
{
    /// <summary>An AWS identity for ECR, and else what <c>docker login</c> has kept; a registry that is open needs neither.</summary>
    /// <param name="registry">The host, with a port and a prefix where it has them.</param>
    public static IRegistryCredentials For(string registry)
    {
        var host = RegistryAddress.Host(registry);
        return EcrLogin.TryFor(host) ?? (IRegistryCredentials)new DockerLogin(host, DockerConfig.DefaultFile);
    }
}

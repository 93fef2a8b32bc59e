using Pipeline.Catalog;

namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>The folder of a service on the hosts of an environment.</summary>
internal static class HostFolder
{
    /// <summary>Its absolute path.</summary>
    public static string Of(DeploymentEnvironment environment, Service service) =>
        $"{environment.Ssh!.Folder}/{service.Name}";
}

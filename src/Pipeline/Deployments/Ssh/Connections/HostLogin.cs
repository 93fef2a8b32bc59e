using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Renci.SshNet;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>What logs in to the hosts of an environment, and what they are known by.</summary>
/// <param name="Key">The private key.</param>
/// <param name="KeyVariable">The environment variable that it came from.</param>
/// <param name="Keys">The keys of the hosts.</param>
/// <param name="Bastion">The host that the others are reached through; null: directly.</param>
internal sealed record HostLogin(PrivateKeyFile Key, string KeyVariable, HostKeys Keys, HostAddress? Bastion)
    : IDisposable
{
    /// <summary>The login of an environment.</summary>
    /// <exception cref="StepFailedException">The key, or the file of known hosts, cannot be read.</exception>
    public static HostLogin Of(SshSettings settings) =>
        new(DeploymentKey.Read(settings), settings.KeyVariable, HostKeys.Of(settings), settings.Bastion);

    /// <inheritdoc />
    public void Dispose() => Key.Dispose();
}

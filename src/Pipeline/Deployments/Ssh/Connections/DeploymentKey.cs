using System.Text;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>Reads the private key of an environment from its variable; it is never written to a file.</summary>
internal static class DeploymentKey
{
    /// <summary>The key.</summary>
    /// <exception cref="StepFailedException">There is none, or it cannot be read.</exception>
    public static PrivateKeyFile Read(SshSettings settings)
    {
        var variable = settings.KeyVariable;
        var text =
            settings.ReadKey()
            ?? throw new StepFailedException(
                $"{variable} is not set, which holds the private key for the hosts: set it to the key itself; keys of an agent are not used"
            );
        if (!text.Contains("-----BEGIN ", StringComparison.Ordinal))
            throw new StepFailedException(
                $"{variable} holds no private key, which begins with -----BEGIN: it must hold the key itself, not its public part or the name of a file"
            );

        var written = new MemoryStream(Encoding.UTF8.GetBytes(text + "\n"));
        try
        {
            return settings.ReadPassphrase() is { } passphrase ? new(written, passphrase) : new(written);
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            throw new StepFailedException(
                settings.PassphraseVariable is { } missing
                    ? $"{variable} holds a key with a passphrase, and {missing} is not set: set it"
                    : $"{variable} holds a key with a passphrase: state \"ssh.passphraseVariable\", or use a key without one"
            );
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // The library's own words may repeat a part of the key.
            throw new StepFailedException(
                settings.PassphraseVariable is { } phrase
                    ? $"the private key in {variable} cannot be read: it is damaged, or {phrase} is not its passphrase"
                    : $"the private key in {variable} cannot be read: it is damaged, or of a kind that is not supported; ed25519 is"
            );
        }
    }
}

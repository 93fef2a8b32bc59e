using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Brings a release to a host, whole or not at all.</summary>
internal static class ReleaseUpload
{
    /// <summary>Brings it.</summary>
    /// <param name="connection">The host.</param>
    /// <param name="folder">The service's folder there.</param>
    /// <param name="release">The release's name.</param>
    /// <param name="archive">Its archive for the host.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">The host did not take it.</exception>
    public static async Task Run(
        HostConnection connection,
        string folder,
        string release,
        ReleaseArchive archive,
        CancellationToken cancellation
    )
    {
        await using var content = File.OpenRead(archive.File);
        var command = RemoteScript.Command("upload", folder, release, archive.Sha256);
        var outcome = await connection.Run(command, content, cancellation);
        if (outcome.Output.Trim() == "torn")
            throw new TransientException(
                $"{connection.Host} got {release} with a wrong checksum: nothing was changed there"
            );
        if (outcome.Output.Trim() != "whole")
            throw HostFailure.Of(connection.Host, outcome.Error);
    }
}

using System.Text;
using Pipeline.Foundation.Failures;
using Renci.SshNet;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>A running command on a host that is talked with, line by line.</summary>
internal sealed class RemoteDialogue : IDisposable
{
    private readonly SshCommand remote;
    private readonly HostConnection connection;
    private readonly CancellationToken cancellation;
    private readonly Task running;
    private readonly Stream input;
    private readonly StreamReader output;

    /// <summary>Starts the command.</summary>
    public RemoteDialogue(SshCommand remote, HostConnection connection, CancellationToken cancellation)
    {
        this.remote = remote;
        this.connection = connection;
        this.cancellation = cancellation;
        running = remote.ExecuteAsync(cancellation);
        input = remote.CreateInputStream();
        output = new(remote.OutputStream, Encoding.UTF8);
    }

    /// <summary>What the command wrote to standard error.</summary>
    public string Error => remote.Error;

    /// <summary>The next line; null where the command has ended.</summary>
    /// <exception cref="TransientException">The connection broke.</exception>
    public async Task<string?> Read()
    {
        try
        {
            var line = Task.Run(output.ReadLine, cancellation);
            if (await Task.WhenAny(line, running) == running)
                // Throws where the connection broke; else the last lines are still to be read.
                await running;
            return await line;
        }
        catch (Exception broken) when (HostConnection.IsBroken(broken, cancellation))
        {
            throw connection.Lost(broken);
        }
    }

    /// <summary>Sends a line.</summary>
    /// <exception cref="TransientException">The connection broke.</exception>
    public async Task Write(string line)
    {
        try
        {
            await Task.Run(
                () =>
                {
                    input.Write(Encoding.UTF8.GetBytes(line + "\n"));
                    input.Flush();
                },
                cancellation
            );
        }
        catch (Exception broken) when (HostConnection.IsBroken(broken, cancellation))
        {
            throw connection.Lost(broken);
        }
    }

    /// <inheritdoc />
    public void Dispose() => remote.Dispose();
}

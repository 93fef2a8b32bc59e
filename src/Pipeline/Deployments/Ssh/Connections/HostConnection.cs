using System.Net;
using System.Net.Sockets;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>A connection to a host whose key was verified, and through the bastion where there is one.</summary>
internal sealed class HostConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SshClient client;
    private readonly HostConnection? bastion;
    private readonly ForwardedPortLocal? way;

    private HostConnection(HostAddress host, SshClient client, HostConnection? bastion, ForwardedPortLocal? way)
    {
        Host = host;
        this.client = client;
        this.bastion = bastion;
        this.way = way;
    }

    /// <summary>The host.</summary>
    public HostAddress Host { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="TransientException">The host cannot be reached.</exception>
    /// <exception cref="StepFailedException">Its key is not trusted, or it refuses the login.</exception>
    public static async Task<HostConnection> Open(HostAddress host, HostLogin login, CancellationToken cancellation)
    {
        if (login.Bastion is not { } through)
            return new(host, await Connect(host, host.Name, host.Port, login, cancellation), null, null);

        var before = new HostConnection(
            through,
            await Connect(through, through.Name, through.Port, login, cancellation),
            null,
            null
        );
        try
        {
            var passage = before.Forward(host.Name, host.Port);
            return new(
                host,
                await Connect(host, passage.BoundHost, (int)passage.BoundPort, login, cancellation),
                before,
                passage
            );
        }
        catch
        {
            before.Dispose();
            throw;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command, by <see cref="RemoteScript"/>.</param>
    /// <param name="input">Its standard input; null for an empty one.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    /// <exception cref="TransientException">The connection broke.</exception>
    public async Task<RemoteOutcome> Run(string command, Stream? input, CancellationToken cancellation)
    {
        try
        {
            using var remote = client.CreateCommand(command);
            var running = remote.ExecuteAsync(cancellation);
            // A command that has ended takes no more input: then the copy would wait for ever.
            await Task.WhenAny(Task.Run(() => Send(input, remote), cancellation), running);
            await running;
            return new(remote.ExitStatus, remote.Result, remote.Error);
        }
        catch (Exception broken) when (IsBroken(broken, cancellation))
        {
            throw Lost(broken);
        }
    }

    /// <summary>Starts a command to talk with.</summary>
    /// <exception cref="TransientException">The connection broke.</exception>
    public RemoteDialogue Start(string command, CancellationToken cancellation)
    {
        try
        {
            return new(client.CreateCommand(command), this, cancellation);
        }
        catch (Exception broken) when (IsBroken(broken, cancellation))
        {
            throw Lost(broken);
        }
    }

    /// <summary>Has a port of the host's own loopback answer on a port of this machine's.</summary>
    /// <exception cref="TransientException">The connection broke.</exception>
    public ForwardedPortLocal Forward(string name, int port)
    {
        try
        {
            var forwarded = new ForwardedPortLocal($"{IPAddress.Loopback}", name, (uint)port);
            client.AddForwardedPort(forwarded);
            forwarded.Start();
            return forwarded;
        }
        catch (Exception broken) when (IsBroken(broken, CancellationToken.None))
        {
            throw Lost(broken);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        client.Dispose();
        way?.Dispose();
        bastion?.Dispose();
    }

    /// <summary>True for what the library throws where a connection broke.</summary>
    internal static bool IsBroken(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested
        && failure
            is SshException
                or SocketException
                or IOException
                or ObjectDisposedException
                or OperationCanceledException
                or TimeoutException;

    /// <summary>The failure of a broken connection.</summary>
    internal TransientException Lost(Exception broken) =>
        new($"the connection to {Host} broke: {broken.Message}", inner: broken);

    private static void Send(Stream? input, SshCommand remote)
    {
        using var standardInput = remote.CreateInputStream();
        input?.CopyTo(standardInput);
    }

    private static async Task<SshClient> Connect(
        HostAddress host,
        string name,
        int port,
        HostLogin login,
        CancellationToken cancellation
    )
    {
        var method = new PrivateKeyAuthenticationMethod(host.User, login.Key);
        var settings = new ConnectionInfo(name, port, host.User, method) { Timeout = Patience };
        foreach (var kind in settings.HostKeyAlgorithms.Keys.Where(kind => !login.Keys.Takes(host, kind)).ToArray())
            settings.HostKeyAlgorithms.Remove(kind);
        var opening = new SshClient(settings) { KeepAliveInterval = Patience };
        var isKeySeen = false;
        string? refusal = null;
        // Without this, the library trusts whatever answers.
        opening.HostKeyReceived += (_, offered) =>
        {
            isKeySeen = true;
            refusal = login.Keys.Refuse(host, offered.HostKey);
            offered.CanTrust = refusal is null;
        };
        try
        {
            using var turn = await LoginTurn.At(host, cancellation);
            await opening.ConnectAsync(cancellation);
            return isKeySeen ? opening : throw new StepFailedException($"{host} presents no key");
        }
        catch (Exception failure)
        {
            opening.Dispose();
            if (failure is StepFailedException || !IsBroken(failure, cancellation))
                throw;
            throw refusal is null ? Refusal(host, login, failure) : new StepFailedException(refusal);
        }
    }

    private static StepFailedException Refusal(HostAddress host, HostLogin login, Exception failure) =>
        failure switch
        {
            SshAuthenticationException => new(
                $"{host} does not let the key in {login.KeyVariable} in: add its public part to ~{host.User}/.ssh/authorized_keys there"
            ),
            SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } => new(
                $"{host} has no key of a kind that is known of it, or no algorithm in common: {failure.Message}"
            ),
            _ => new TransientException($"{host} cannot be reached: {failure.Message}", inner: failure),
        };
}

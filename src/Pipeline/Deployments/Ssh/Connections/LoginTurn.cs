using System.Collections.Concurrent;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>A turn to log in to a host, of which all deployments of this process share a few.</summary>
/// <remarks>
/// From ten logins on that are under way at a time, <c>sshd</c> drops some at random: <c>MaxStartups</c> in
/// https://man.openbsd.org/sshd_config.
/// </remarks>
internal sealed class LoginTurn : IDisposable
{
    private const int AtATime = 4;

    private static readonly ConcurrentDictionary<(string, int), SemaphoreSlim> Turns = new();

    private readonly SemaphoreSlim taken;

    private LoginTurn(SemaphoreSlim taken) => this.taken = taken;

    /// <summary>Waits for it.</summary>
    public static async Task<LoginTurn> At(HostAddress host, CancellationToken cancellation)
    {
        var turns = Turns.GetOrAdd((host.Name, host.Port), _ => new(AtATime));
        await turns.WaitAsync(cancellation);
        return new(turns);
    }

    /// <inheritdoc />
    public void Dispose() => taken.Release();
}

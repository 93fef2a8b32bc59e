using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Asks a service for its health on its own host, through the connection to it.</summary>
internal static class HealthRequest
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until it answers with 2xx.</summary>
    /// <param name="connection">The host.</param>
    /// <param name="program">How the service runs there.</param>
    /// <param name="patience">How long it may take; zero: it is asked once.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Why it is not healthy, as a sentence; null where it is, or where it has no path for that.</returns>
    /// <exception cref="TransientException">The connection broke.</exception>
    public static async Task<string?> Ask(
        HostConnection connection,
        HostedProgram program,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        if (program is not { Health: { } path, Port: { } port })
            return null;

        using var forwarded = connection.Forward("127.0.0.1", port);
        using var probe = new HealthProbe(new($"http://127.0.0.1:{forwarded.BoundPort}{path}"), new(), Pause);
        return await probe.Ask(patience, cancellation) is { } complaint ? $"{path} at port {port} {complaint}" : null;
    }
}

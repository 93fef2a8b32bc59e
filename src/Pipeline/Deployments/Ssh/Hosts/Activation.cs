using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Makes a release the running one of a host, or leaves the one before running.</summary>
/// <param name="connection">The host.</param>
/// <param name="settings">The environment's hosts.</param>
/// <param name="tell">Takes progress.</param>
internal sealed class Activation(HostConnection connection, SshSettings settings, Action<string> tell)
{
    // Beyond the time that the service has to answer, for the start itself and a slow connection.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>How long a process must stay the same.</summary>
    public TimeSpan Steadiness { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Activates a release.</summary>
    /// <param name="folder">The service's folder.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="seen">The state that it was decided on.</param>
    /// <param name="entry">What the log gets; it names the release.</param>
    /// <param name="check">Says why the service is not healthy; null where it is.</param>
    /// <param name="cancellation">Cancels it; then the release before runs again.</param>
    /// <returns>False where the state has changed since: decide again.</returns>
    /// <exception cref="StepFailedException">It does not run; the message says what runs instead.</exception>
    public async Task<bool> Run(
        string folder,
        string unit,
        HostedService seen,
        LogEntry entry,
        Func<CancellationToken, Task<string?>> check,
        CancellationToken cancellation
    )
    {
        var command = RemoteScript.Command(
            "activate",
            folder,
            unit,
            entry.Release!,
            seen.Stamp,
            Number(settings.Keep),
            Number((settings.Timeout + Slack).TotalSeconds),
            Number(Steadiness.TotalSeconds)
        );
        using var remote = connection.Start(command, cancellation);
        var end = new ActivationEnd(connection.Host, unit, seen);
        while (await remote.Read() is { } line)
        {
            var (word, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
            switch (word)
            {
                case "waiting":
                    tell($"{connection.Host}: waits for another deployment of {entry.Service}");
                    break;
                case "changed":
                    return false;
                case "up":
                    tell($"{connection.Host}: {entry.Release} runs as process {rest}");
                    var complaint = await check(cancellation);
                    end = end with { Complaint = complaint };
                    await remote.Write(complaint is null ? $"commit {entry.Write()} end" : "back");
                    break;
                case "done":
                    return true;
                default:
                    end = end.With(word, rest);
                    break;
            }
        }

        throw end.ToFailure(remote.Error, tell);
    }

    private static string Number(double number) => Math.Ceiling(number).ToString(CultureInfo.InvariantCulture);
}

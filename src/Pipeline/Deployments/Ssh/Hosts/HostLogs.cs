namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>The logs of several hosts as one.</summary>
internal static class HostLogs
{
    /// <summary>The entries of a service on its hosts, the latest first; one that all hosts got counts once.</summary>
    public static ImmutableArray<LogEntry> Merge(ImmutableArray<HostedService> hosts) =>
        [.. hosts.SelectMany(host => host.Log.Reverse()).Distinct().OrderByDescending(entry => entry.Time)];
}

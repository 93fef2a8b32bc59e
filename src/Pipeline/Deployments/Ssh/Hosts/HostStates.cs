using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Ssh.Releases;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>The state of a service in an environment, from that on each host.</summary>
internal static class HostStates
{
    /// <summary>The state; its problem says where hosts differ from what was delivered, and from each other.</summary>
    public static ServiceState Of(
        Service service,
        DeploymentEnvironment environment,
        ImmutableArray<HostedService> hosts
    )
    {
        var first = hosts.FirstOrDefault(host => host.Image is not null) ?? hosts[0];
        var problems = hosts.SelectMany(host => ProblemsOf(host)).Concat(Disagreement(hosts)).ToArray();
        var last = first.Last?.ToRecord();
        return new()
        {
            Service = service.Name,
            Environment = environment.Name,
            Image = first.Image,
            Place = $"{first.Host}:{HostFolder.Of(environment, service)}/current",
            Deployment = first.Deployed == first.Last ? last : first.Deployed?.ToRecord(),
            Last = last,
            Pin = hosts.Select(host => LogEntry.PinOf(host.Log)).FirstOrDefault(pin => pin is not null),
            Problem = problems.Length > 0 ? string.Join("; ", problems) : null,
            IsMissing = hosts.All(host => host.Link is null && host.Log.IsEmpty && !host.IsBlocked),
            IsOwn = true,
        };
    }

    private static IEnumerable<string> ProblemsOf(HostedService host)
    {
        if (host.IsBlocked)
            yield return $"{host.Host} has something other than a link to a release as \"current\"";
        if (host.Link is null)
        {
            if (host.Last is not null)
                yield return $"{host.Host} has lost the link to its current release";
            yield break;
        }

        if (host.Deployed is null)
            yield return $"{host.Host} has {host.Link} as its current release, which was never delivered: it was set by hand";
        if (host.Unit != "same")
            yield return $"the unit of {host.Host} is {(host.Unit == "foreign" ? "not Pipeline's" : host.Unit)}{(host.Unit == "edited" ? " by hand" : "")}";
        if (!host.IsUp)
            yield return $"{host.Host} does not run it: it is {host.Activity}";
    }

    private static IEnumerable<string> Disagreement(ImmutableArray<HostedService> hosts)
    {
        var releases = hosts.GroupBy(host => host.Current ?? "nothing").ToArray();
        if (releases.Length > 1)
            yield return $"its hosts disagree: {string.Join(", ", releases.Select(release => $"{string.Join(" and ", release.Select(host => host.Host))} {(release.Count() == 1 ? "has" : "have")} {release.Key}"))}";
    }
}

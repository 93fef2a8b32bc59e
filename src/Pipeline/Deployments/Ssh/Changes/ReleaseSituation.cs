using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Ssh.Hosts;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>What hosts run of a service, in the terms by which all kinds of deployment decide.</summary>
internal static class ReleaseSituation
{
    /// <summary>The situation for a release.</summary>
    /// <param name="hosts">The states of the hosts.</param>
    /// <param name="service">The service.</param>
    /// <param name="folder">Its folder on the hosts.</param>
    /// <param name="image">The image.</param>
    /// <param name="release">The release's name.</param>
    public static Situation Of(
        ImmutableArray<HostedService> hosts,
        Service service,
        string folder,
        ImageReference image,
        string release
    ) =>
        new(image)
        {
            Pin = hosts.Select(host => LogEntry.PinOf(host.Log)).FirstOrDefault(pin => pin is not null),
            Refusal = hosts.FirstOrDefault(host => !host.HasSystemd) is { } without
                ? $"{without.Host} is not run by systemd, which starts services there"
                : null,
            Stated =
            [
                .. hosts.Select(host => new StatedImage(
                    host.Image ?? image,
                    PlaceOn(host.Host, folder),
                    host.Current == release && IsInOrder(host)
                )
                {
                    Build = host.Image is { } running
                        ? host.Deployed?.SourceCommit ?? StatedImage.BuildOf(service.Name, running, image)
                        : null,
                }),
            ],
        };

    /// <summary>True where a host runs its current release as it was delivered.</summary>
    public static bool IsInOrder(HostedService host) => host is { IsUp: true, Unit: "same", Deployed: not null };

    /// <summary>Where a host states what it runs.</summary>
    public static string PlaceOn(HostAddress host, string folder) => $"{host}:{folder}/current";
}

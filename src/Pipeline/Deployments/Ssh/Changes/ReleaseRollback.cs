using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>The rollback of a service on hosts to an earlier release, where it is pinned.</summary>
/// <param name="step">The service's step.</param>
/// <param name="to">The tag or source commit to roll back to; null for the last image that was not reverted.</param>
/// <param name="draft">What the log gets, without the release.</param>
internal sealed class ReleaseRollback(StepContext step, string? to, LogEntry draft) : IHostChange
{
    /// <inheritdoc />
    public Task<HostDecision> Decide(ImmutableArray<HostedService> hosts) => Task.FromResult(On(hosts));

    private HostDecision On(ImmutableArray<HostedService> hosts)
    {
        var log = HostLogs.Merge(hosts);
        var runs = hosts.Select(host => host.Image).FirstOrDefault(image => image is not null);
        var earlier = new EarlierImages(
            [.. log.Where(entry => entry.Image is not null).Select(entry => entry.ToRecord())],
            image => image == runs,
            $"{step.Service.Name} in {step.Environment.Name}"
        );
        var target = earlier.Find(to);
        var image = target.Service.Image!;
        if (hosts.All(host => host.Image == image) && LogEntry.PinOf(hosts[0].Log) is { } pin)
            return new HostDecision.Leave(StepResult.PassedWith($"already at {image.Tag}, {pin}"));

        var known = log.First(entry => entry.Id == target.Commit).Release!;
        // What it ran with then is in its folder; where that is gone, it runs as the catalog says now.
        var release = hosts.All(host => host.Releases.Contains(known))
            ? null
            : Release.Of(step, step.Environment, image);
        return new HostDecision.Activate(
            draft with
            {
                Image = $"{image}",
                Release = release?.Name ?? known,
                SourceCommit = target.Service.SourceCommit,
                SourceTime = target.Service.SourceTime,
                Reverts = earlier.Current?.Commit,
            },
            release,
            $", and pinned there: Bump and Promote leave it until \"Rollback --release --service {step.Service.Name} --environment {step.Environment.Name}\""
        );
    }
}

using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>The delivery of a build, or the promotion of an image, to hosts.</summary>
/// <param name="step">The service's step.</param>
/// <param name="environment">The environment.</param>
/// <param name="release">The release.</param>
/// <param name="draft">What the log gets, without the release.</param>
/// <param name="ages">Compares the image with what runs.</param>
internal sealed class ReleaseDelivery(
    StepContext step,
    DeploymentEnvironment environment,
    Release release,
    LogEntry draft,
    AgeComparison? ages
) : IHostChange
{
    /// <summary>What a pin to another image means: it is left, or it refuses.</summary>
    public required Func<Decision.Pinned, StepResult> OnPin { get; init; }

    /// <summary>Why nothing may change now, as a sentence; null where it may.</summary>
    public string? Held { get; init; }

    /// <summary>True where what runs now counts as a failed change.</summary>
    public bool IsFix { get; init; }

    /// <inheritdoc />
    public async Task<HostDecision> Decide(ImmutableArray<HostedService> hosts)
    {
        var folder = HostFolder.Of(environment, step.Service);
        var situation = ReleaseSituation.Of(hosts, step.Service, folder, release.Image, release.Name) with
        {
            Held = Held,
        };
        string[] builds = [.. situation.Builds];
        var decision = situation.Decide(
            ages is null || builds.Length == 0 ? _ => BuildAge.NotLater : await ages.Of(builds)
        );
        switch (decision)
        {
            case Decision.Change change:
                return new HostDecision.Activate(
                    Entry(hosts),
                    release,
                    change.Doubtful is null ? "" : $"; {change.Reason}"
                );
            case Decision.AlreadyThere there:
                step.Provide(new ImageBump(environment.Name, there.Place, null, release.Image));
                return new HostDecision.Leave(StepResult.PassedWith(decision.Reason));
            case Decision.Pinned pinned:
                return new HostDecision.Leave(OnPin(pinned));
            case Decision.Refused:
                return new HostDecision.Leave(StepResult.Failed(decision.Reason));
            default:
                return new HostDecision.Leave(StepResult.PassedWith(decision.Reason));
        }
    }

    // Hosts that a stopped deployment has reached already have its entry, which the others get too.
    private LogEntry Entry(ImmutableArray<HostedService> hosts) =>
        hosts
            .Select(host => host.Last)
            .FirstOrDefault(last => last?.Release == release.Name && last.Action == draft.Action)
        ?? draft with
        {
            Image = $"{release.Image}",
            Release = release.Name,
            Reverts = IsFix ? hosts.Select(host => host.Deployed).FirstOrDefault(entry => entry is not null)?.Id : null,
        };
}

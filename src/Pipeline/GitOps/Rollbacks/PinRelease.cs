using Pipeline.Execution;
using Pipeline.GitOps.Changes;
using Pipeline.GitOps.History;
using Pipeline.GitOps.Remotes;

namespace Pipeline.GitOps.Rollbacks;

/// <summary>Takes the pin of a service away: from then on bumps and promotions change its image again.</summary>
internal sealed record PinRelease(StepContext Step, RollbackOptions Options, CommitIdentity Identity)
{
    /// <summary>What it does to a tip.</summary>
    public static string Note(ServiceTip tip) => $"released, it was {tip.Pin}";

    /// <summary>Whether there is a pin to take away, and how.</summary>
    public ChangeDecision Decide(ServiceTip tip)
    {
        var (service, environment) = (Step.Service.Name, Step.Environment.Name);
        if (tip.Pin is null)
            return ChangeDecision.Leave(StepResult.PassedWith($"{service} is not pinned in {environment}"));

        var origin = RunOrigin.Current(Identity.Committer);
        return ChangeDecision.Make(
            new()
            {
                Pins = pins => pins.Without(service, environment),
                Subject = $"release({environment}): {service}",
                Explanation = $"It was {tip.Pin}.",
                Trailers = new()
                {
                    Action = DeploymentAction.Release,
                    Environment = environment,
                    Run = origin.Run,
                    Actor = origin.Actor,
                    Reason = Options.Reason,
                    Services = [new(service)],
                },
            }
        );
    }
}

using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Rollbacks;

/// <summary>Releases the pin of a service: bumps and promotions change its image again.</summary>
internal sealed record PinRelease(StepContext Step, RollbackOptions Options, CommitIdentity Identity) : IChangeRequest
{
    /// <inheritdoc />
    public string Describe(ServiceTip tip) => $"released, it was {tip.Pin}";

    /// <inheritdoc />
    public Task<ChangeDecision> Decide(ServiceTip tip) => Task.FromResult(On(tip));

    private ChangeDecision On(ServiceTip tip)
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

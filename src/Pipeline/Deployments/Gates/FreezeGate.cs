using Pipeline.Catalog;
using Pipeline.Deployments.Freezes;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Gates;

/// <summary>Holds back changes during the freezes of an environment.</summary>
internal sealed class FreezeGate(TimeProvider clock) : IEnvironmentGate
{
    /// <summary>Its name.</summary>
    public const string Freeze = "freeze";

    /// <inheritdoc />
    public string Name => Freeze;

    /// <inheritdoc />
    public bool Concerns(DeploymentEnvironment environment, Service service) => !environment.Freezes.IsEmpty;

    /// <inheritdoc />
    public Task<CheckResult> Examine(StepContext step, DeploymentEnvironment environment) =>
        Task.FromResult<CheckResult>(
            EnvironmentFreeze.At(clock.GetUtcNow(), environment) is { } frozen
                ? new(CheckState.Failed, $"{frozen}")
                : new(CheckState.Passed, $"freezes: none holds in {environment.Name} now")
        );
}

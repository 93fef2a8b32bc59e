using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Gates;

/// <summary>What may hold back changes of an environment. A rollback asks no gate.</summary>
internal interface IEnvironmentGate
{
    /// <summary>The name that a person overrides it by.</summary>
    string Name { get; }

    /// <summary>True where it has something to say about a service in an environment.</summary>
    bool Concerns(DeploymentEnvironment environment, Service service);

    /// <summary>Asks whether the step's service may be changed now.</summary>
    /// <param name="step">The step that changes it.</param>
    /// <param name="environment">The environment that is changed.</param>
    Task<CheckResult> Examine(StepContext step, DeploymentEnvironment environment);
}

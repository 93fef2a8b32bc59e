using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Gates;

/// <summary>A gate that lets a fix pass, and what a person overrides it for; both are recorded.</summary>
/// <param name="gate">The gate.</param>
/// <param name="options">What the person asks for.</param>
internal sealed class OverridableGate(IEnvironmentGate gate, ChangeOptions options)
{
    /// <summary>The gates that concern a service in an environment, the cheapest first.</summary>
    public static IEnumerable<OverridableGate> Of(
        DeploymentEnvironment environment,
        Service service,
        ChangeOptions options,
        TimeProvider clock
    ) =>
        environment.GitOps?.Writers.ContainsKey(service.Name) == true
            ? []
            : new IEnvironmentGate[] { new FreezeGate(clock), new BudgetGate(clock) }
                .Where(gate => gate.Concerns(environment, service))
                .Select(gate => new OverridableGate(gate, options));

    /// <inheritdoc cref="IEnvironmentGate.Examine" />
    public async Task<CheckResult> Examine(StepContext step, DeploymentEnvironment environment)
    {
        var result = await gate.Examine(step, environment);
        return result.State != CheckState.Failed ? result
            : options.IsFix ? Overridden(result, "passed over, as this is a fix")
            : options.Overrides.Contains(gate.Name) ? Overridden(result, $"overridden, because: {options.Reason}")
            : result with
            {
                Detail =
                    $"{result.Detail}: wait, or use --fix if this mends what runs there, or --override {gate.Name} with a --reason",
            };
    }

    private CheckResult Overridden(CheckResult result, string why) =>
        new(CheckState.Overridden, $"{result.Detail}; {why}") { Overridden = gate.Name };
}

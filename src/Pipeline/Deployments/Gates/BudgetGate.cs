using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Gates;

/// <summary>Holds back changes of a service whose error budget is spent, burns fast, or is unknown.</summary>
internal sealed class BudgetGate(TimeProvider clock) : IEnvironmentGate
{
    /// <summary>Its name.</summary>
    public const string Budget = "budget";

    /// <inheritdoc />
    public string Name => Budget;

    /// <inheritdoc />
    public bool Concerns(DeploymentEnvironment environment, Service service) =>
        environment.Monitoring is not null && !service.Objectives.IsEmpty;

    /// <inheritdoc />
    public async Task<CheckResult> Examine(StepContext step, DeploymentEnvironment environment)
    {
        using var source = Monitoring.Open(environment.Monitoring!);
        var measurement = new ObjectiveMeasurement(source, [BurnAlert.Fast], clock.GetUtcNow());
        var reports = new List<ObjectiveReport>();
        foreach (var objective in step.Service.Objectives)
            reports.Add(await measurement.Of(new(step.Service.Name, environment.Name, objective), step.Cancellation));
        return Judge(step.Service, environment, reports);
    }

    private static CheckResult Judge(
        Service service,
        DeploymentEnvironment environment,
        IReadOnlyCollection<ObjectiveReport> reports
    )
    {
        var held = reports.Where(report => report.HoldsBack).ToArray();
        var sentences = string.Join("; ", (held.Length > 0 ? held : reports).Select(ObjectiveSentence.Of));
        var state =
            held.Length > 0 ? CheckState.Failed
            : reports.Any(report => report.State == ObjectiveState.Unknown) ? CheckState.NotChecked
            : CheckState.Passed;
        return new(state, $"error budget of {service.Name} in {environment.Name}: {sentences}");
    }
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;

namespace Pipeline.Deployments.Audit;

/// <summary>
/// The target <c>Drift</c>: finds differences from what was delivered, in every environment with deployments. Drift
/// fails it, so that a nightly run turns red.
/// </summary>
internal static class Drift
{
    /// <summary>Examines a service in environments.</summary>
    /// <param name="service">The service.</param>
    /// <param name="step">The step.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    public static async Task<StepResult> Run(
        Service service,
        StepContext step,
        ImmutableArray<DeploymentEnvironment> environments,
        SupportedDeployments kinds
    )
    {
        var deployed = kinds.With(environments);
        if (deployed.IsEmpty)
            return step.Unable(SupportedDeployments.Nowhere(environments[0]));

        var snapshots = await AuditedEnvironments.Of(step, deployed, kinds);
        var (found, remarks) = (new List<string>(), new List<string>());
        var sound = 0;
        foreach (var snapshot in snapshots.All)
        {
            var state = snapshot.StateOf(service);
            var problems = DriftRules
                .Of(state, step.Platform.Policy, DateTimeOffset.UtcNow)
                .Concat(await Missing(state, snapshot.Environment, step))
                .Select(problem => $"{snapshot.Environment.Name}: {problem}")
                .ToArray();
            found.AddRange(problems);
            remarks.AddRange(DriftRules.RemarksOn(state).Select(remark => $"{snapshot.Environment.Name}: {remark}"));
            sound += problems.Length == 0 && state.Deployment is not null ? 1 : 0;
        }

        foreach (var line in found.Concat(remarks))
            step.Log.Write(line);
        return found.Count > 0
            ? StepResult.Failed(string.Join("; ", found))
            : StepResult.PassedWith(
                $"as delivered in {sound} of {snapshots.All.Length} environments, never delivered to the rest"
                    + (remarks.Count > 0 ? $", but {string.Join("; ", remarks)}" : "")
            );
    }

    private static async Task<string[]> Missing(ServiceState state, DeploymentEnvironment environment, StepContext step)
    {
        if (state.Image is not { Digest: not null } image || state.Deployment is null)
            return [];

        try
        {
            return await RegistryImages.Holds(step, environment, image)
                ? []
                : [$"{image.Name} does not hold {image.Digest} ({state.Place}): a new node could not start it"];
        }
        catch (StepFailedException failure)
        {
            return [$"whether {image.Name} holds {image.Digest} is unknown: {failure.Message}"];
        }
    }
}

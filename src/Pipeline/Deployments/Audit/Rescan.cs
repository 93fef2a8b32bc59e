using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.Audit;

/// <summary>
/// The target <c>Rescan</c>: scans the deployed images again, by digest. Vulnerabilities found since they were
/// built fail it, so that a nightly run turns red.
/// </summary>
internal static class Rescan
{
    // The gate that this repeats.
    private const string Scan = "Scan";

    /// <summary>Scans a service's images in environments.</summary>
    /// <param name="service">The service.</param>
    /// <param name="step">The step.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    public static Task<StepResult> Run(
        Service service,
        StepContext step,
        ImmutableArray<DeploymentEnvironment> environments,
        SupportedDeployments kinds
    ) => Run(service, step, environments, kinds, (environment, image) => RegistryImages.Scan(step, environment, image));

    internal static async Task<StepResult> Run(
        Service service,
        StepContext step,
        ImmutableArray<DeploymentEnvironment> environments,
        SupportedDeployments kinds,
        Func<DeploymentEnvironment, ImageReference, Task<ScanReport>> scan
    )
    {
        var deployed = kinds.With(environments);
        if (deployed.IsEmpty)
            return step.Unable(SupportedDeployments.Nowhere(environments[0]));

        var results = new List<(string Environment, StepResult Result)>();
        var scanned = new Dictionary<ImageReference, ScanReport>();
        foreach (var snapshot in (await AuditedEnvironments.Of(step, deployed, kinds)).All)
        {
            var state = snapshot.StateOf(service);
            if (state.Image is not { Digest: not null } image || state.Deployment is null)
                continue;

            results.Add((snapshot.Environment.Name, await Judge(snapshot.Environment, image)));
        }

        return results.Count == 0
            ? StepResult.Skipped($"no image of {service.Name} was delivered")
            : Sum(results, environments);

        async Task<StepResult> Judge(DeploymentEnvironment environment, ImageReference image)
        {
            if (!await RegistryImages.Holds(step, environment, image))
                return StepResult.Failed($"{image.Name} does not hold {image.Digest}");

            // An image is scanned once, wherever it runs; the policy is each environment's own.
            var exact = image with
            {
                Tag = null,
            };
            if (!scanned.TryGetValue(exact, out var report))
                scanned[exact] = report = await scan(environment, image);
            return Gate.JudgeVulnerabilities(step, environment, report);
        }
    }

    private static StepResult Sum(
        List<(string Environment, StepResult Result)> results,
        ImmutableArray<DeploymentEnvironment> environments
    )
    {
        var reason = string.Join("; ", results.Select(scanned => $"{scanned.Environment}: {scanned.Result.Reason}"));
        // Without a scanner nothing is known: a skip where Scan may be skipped.
        return results.All(scanned => scanned.Result.Status == StepStatus.Passed) ? StepResult.PassedWith(reason)
            : results.Any(scanned =>
                scanned.Result.Status == StepStatus.Failed
                || environments.Any(environment =>
                    environment.Name == scanned.Environment && environment.Requires(Scan)
                )
            )
                ? StepResult.Failed(reason)
            : StepResult.Skipped(reason);
    }
}

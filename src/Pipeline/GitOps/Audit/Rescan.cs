using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images;
using Pipeline.Quality.Findings;

namespace Pipeline.GitOps.Audit;

/// <summary>
/// The target <c>Rescan</c>: has a scanner look at the images that are deployed, by their digests. What was not known when they were
/// built fails it, so that a nightly run turns red.
/// </summary>
public static class Rescan
{
    // The gate whose verdict this repeats.
    private const string Scan = "Scan";

    /// <summary>Scans a service's images in environments.</summary>
    /// <param name="service">The service.</param>
    /// <param name="step">The step.</param>
    /// <param name="environments">The environments.</param>
    public static Task<StepResult> Run(Service service, StepContext step, ImmutableArray<Environment> environments) =>
        Run(service, step, environments, (environment, image) => RegistryImages.Scan(step, environment, image));

    internal static async Task<StepResult> Run(
        Service service,
        StepContext step,
        ImmutableArray<Environment> environments,
        Func<Environment, ImageReference, Task<ScanReport>> scan
    )
    {
        var results = new List<(string Environment, StepResult Result)>();
        var scanned = new Dictionary<ImageReference, ScanReport>();
        foreach (var snapshot in (await Snapshots.Of(step, environments)).All)
        {
            var state = ServiceState.Of(service, snapshot);
            if (state.Image is not { Digest: not null } image || state.Deployment is null)
                continue;

            results.Add((snapshot.Environment.Name, await Judge(snapshot.Environment, image)));
        }

        return results.Count == 0
            ? StepResult.Skipped($"no image of {service.Name} was delivered")
            : Sum(results, environments);

        async Task<StepResult> Judge(Environment environment, ImageReference image)
        {
            if (!await RegistryImages.Holds(step, environment, image))
                return StepResult.Failed($"{image.Name} does not hold {image.Digest}");

            // One image is scanned once, wherever it runs; what may be in it is each environment's to say.
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
        ImmutableArray<Environment> environments
    )
    {
        var reason = string.Join("; ", results.Select(scanned => $"{scanned.Environment}: {scanned.Result.Reason}"));
        // Without a scanner nothing is known: that is let pass where Scan itself may be.
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

using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Quality;
using Pipeline.Quality.Scanners;

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
        Run(
            service,
            step,
            environments,
            async image => Gate.Judge(step, await Trivy.Scan(step, TrivyTarget.ImageInRegistry(image)))
        );

    internal static async Task<StepResult> Run(
        Service service,
        StepContext step,
        ImmutableArray<Environment> environments,
        Func<ImageReference, Task<StepResult>> scan
    )
    {
        var deployed = await Deployed(service, step, environments);
        if (deployed.Count == 0)
            return StepResult.Skipped($"no image of {service.Name} was delivered to {Names(environments)}");

        var required = environments.Any(environment => environment.Requires(Scan));
        if (Trivy.Find(step) is null)
            return required
                ? StepResult.Failed($"trivy is not installed, and {Scan} is required: see trivy.dev")
                : StepResult.Skipped("trivy is not installed: see trivy.dev");

        var results = new List<(string Where, StepResult Result)>();
        foreach (var (image, names) in deployed)
            results.Add((string.Join(", ", names), await scan(image)));
        var bad = results.Where(scanned => scanned.Result.Status == StepStatus.Failed).ToArray();
        return bad.Length > 0
            ? StepResult.Failed(string.Join("; ", bad.Select(scanned => $"{scanned.Where}: {scanned.Result.Reason}")))
            : StepResult.PassedWith(
                string.Join("; ", results.Select(scanned => $"{scanned.Where}: {scanned.Result.Reason}"))
            );
    }

    // One image is scanned once, wherever it runs.
    private static async Task<Dictionary<ImageReference, List<string>>> Deployed(
        Service service,
        StepContext step,
        ImmutableArray<Environment> environments
    )
    {
        var snapshots = await EnvironmentSnapshot.Read(
            environments,
            step.Platform,
            step.Artifacts,
            withManifests: true,
            step.Log.Write,
            step.Cancellation
        );
        var deployed = new Dictionary<ImageReference, List<string>>();
        foreach (var snapshot in snapshots)
        {
            var state = ServiceState.Of(service, snapshot);
            if (state.Problem is { } problem)
                throw new StepFailedException($"{snapshot.Environment.Name}: {problem}");
            if (state.Image is not { Digest: not null } image || state.Deployment is null)
                continue;
            var exact = image with { Tag = null };
            if (!deployed.TryGetValue(exact, out var names))
                deployed.Add(exact, names = []);
            names.Add(snapshot.Environment.Name);
        }

        return deployed;
    }

    private static string Names(ImmutableArray<Environment> environments) =>
        string.Join(", ", environments.Select(environment => environment.Name));
}

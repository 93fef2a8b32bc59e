using Pipeline.Catalog;
using Pipeline.Deployments.Gates;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Targets;

/// <summary>
/// The target <c>Promote</c>: promotes the exact image that runs in one environment to the next; nothing is built.
/// </summary>
internal static class Promote
{
    /// <summary>Promotes a service to the run's environment, once all checks have passed.</summary>
    /// <exception cref="StepFailedException">
    /// There is no promotion path, nothing to promote, or a secret stands in the reason.
    /// </exception>
    public static Task<StepResult> Run(StepContext step, PromotionOptions options, SupportedDeployments kinds) =>
        Run(step, options, kinds, TimeProvider.System);

    internal static async Task<StepResult> Run(
        StepContext step,
        PromotionOptions options,
        SupportedDeployments kinds,
        TimeProvider clock
    )
    {
        step.RefuseSecrets(options.Reason ?? "", "the reason");
        var path = Path(step, options);
        var (from, to) = (kinds.Require(path.From), kinds.Require(path.To));
        var running = await from.Running(step, path.From);
        var image = new ImageReference(path.To.Registry, step.Service.Image, running.Image.Tag, running.Image.Digest);
        step.Log.Write($"{path.From.Name} runs {running.Image} ({running.Place})");
        IPromotionCheck[] all =
        [
            .. OverridableGate.Of(path.To, step.Service, options, clock).Select(gate => new GateCheck(gate)),
            new HealthCheck(from.Health),
            new RegistryCheck(),
            new SignatureCheck(),
            new ScanCheck(),
        ];
        var checks = await Examine(all, step, path, running, image);
        return checks.FirstOrDefault(check => check.State == CheckState.Failed) is { } failed
            ? StepResult.Failed(failed.Detail)
            : await to.Promote(step, new(path, options, running, image, checks));
    }

    private static PromotionPath Path(StepContext step, PromotionOptions options)
    {
        try
        {
            return PromotionPath.Of(step.Platform, step.Environment, options.From);
        }
        catch (PromotionException refusal)
        {
            throw new StepFailedException(refusal.Message);
        }
    }

    private static async Task<ImmutableArray<CheckResult>> Examine(
        IPromotionCheck[] checks,
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    )
    {
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var check in checks)
        {
            results.Add(await check.Examine(step, path, running, image));
            step.Log.Write($"{results[^1].State}: {results[^1].Detail}");
            // An image that is not promoted is not copied to another registry either.
            if (results[^1].State == CheckState.Failed)
                break;
        }

        return results.ToImmutable();
    }
}

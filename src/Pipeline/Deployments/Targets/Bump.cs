using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Gates;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;

namespace Pipeline.Deployments.Targets;

/// <summary>The target <c>Bump</c>: delivers the images of all services of a run to its environment at once.</summary>
internal static class Bump
{
    // A registry takes hundreds of requests at once for an attack.
    private const int MostAtATime = 16;

    /// <summary>
    /// Delivers each service's pushed image. A service without one, or whose image does not verify, holds back no
    /// other.
    /// </summary>
    /// <param name="contexts">One for each service; at least one.</param>
    /// <param name="options">How it is asked for.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    /// <returns>A result for each context, in their order.</returns>
    /// <exception cref="StepFailedException">A secret stands in the reason.</exception>
    public static Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        ChangeOptions options,
        SupportedDeployments kinds
    ) => Run(contexts, options, kinds, TimeProvider.System);

    internal static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        ChangeOptions options,
        SupportedDeployments kinds,
        TimeProvider clock
    )
    {
        contexts[0].RefuseSecrets(options.Reason ?? "", "the reason");
        var environment = contexts[0].Environment;
        if (kinds.Find(environment) is not { } deployment)
            return [.. contexts.Select(context => context.Unable(SupportedDeployments.Nowhere(environment)))];

        using var turns = new SemaphoreSlim(MostAtATime);
        var examined = await Task.WhenAll(contexts.Select(context => Examine(context, options, clock, turns)));
        var deliveries = examined.Select(one => one.Delivery).OfType<Delivery>().ToImmutableArray();
        var delivered = new Queue<StepResult>(deliveries.IsEmpty ? [] : await deployment.Deliver(deliveries));
        return [.. examined.Select(one => one.Obstacle ?? delivered.Dequeue())];
    }

    private static async Task<Examined> Examine(
        StepContext context,
        ChangeOptions options,
        TimeProvider clock,
        SemaphoreSlim turns
    )
    {
        if (context.Find<PushedImage>()?.Reference is not { } image)
            return new(
                context.Find<NoImage>() is { } none
                    ? StepResult.Skipped(none.Reason)
                    : StepResult.Failed(
                        $"{context.Service.Name} has no pushed image at {context.Source.Tag}: run Push first"
                    )
            );

        if ((ExactImage.Refuse(image) ?? OwnImage.Refuse(context, image)) is { } refusal)
            return new(StepResult.Failed(refusal));

        await turns.WaitAsync(context.Cancellation);
        try
        {
            if (await Check(context, image) is { } obstacle)
                return new(obstacle);
            var gates = await Ask(context, options, clock);
            return new(
                null,
                new(context, image)
                {
                    Options = options,
                    // What changes nothing needs no gate, and only the kind of deployment knows.
                    Held = gates.FirstOrDefault(gate => gate.State == CheckState.Failed)?.Detail,
                    Overridden = CheckResult.OverriddenIn(gates),
                }
            );
        }
        finally
        {
            turns.Release();
        }
    }

    private static async Task<ImmutableArray<CheckResult>> Ask(
        StepContext context,
        ChangeOptions options,
        TimeProvider clock
    )
    {
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var gate in OverridableGate.Of(context.Environment, context.Service, options, clock))
        {
            results.Add(await gate.Examine(context, context.Environment));
            context.Log.Write($"{results[^1].State}: {results[^1].Detail}");
        }

        return results.ToImmutable();
    }

    private static Task<StepResult?> Check(StepContext context, ImageReference image) =>
        context.Environment.Signatures is { IsRequired: true } ? Verify(context, image) : Find(context, image);

    // What this machine has pushed is there. What arrived from another job, whoever may write artifacts of the
    // workflow's run can have named.
    private static async Task<StepResult?> Find(StepContext context, ImageReference image)
    {
        if (!HasArrived(context))
            return null;
        try
        {
            return await RegistryImages.Holds(context, context.Environment, image)
                ? null
                : StepResult.Failed(
                    $"{image.Name} does not hold {image.Digest}, which was handed over for {context.Service.Name}: it was deleted there, or something other than Push wrote it; run Push again"
                );
        }
        catch (StepFailedException refusal)
        {
            return StepResult.Failed(refusal.Message);
        }
    }

    private static bool HasArrived(StepContext context) =>
        context.Extension<Arrivals>().FoldersOf(context.Source.Commit, context.Service.Name).Any();

    // An image that must be signed is only delivered once its signature is verified.
    private static async Task<StepResult?> Verify(StepContext context, ImageReference image)
    {
        try
        {
            context.Log.Write(
                await ImageVerification.Verify(context, context.Environment, image, context.Source.Commit)
            );
            return null;
        }
        catch (StepFailedException refusal) when (refusal is not TransientException)
        {
            context.Log.Write(refusal.Message);
            return StepResult.Failed(refusal.Message);
        }
    }

    /// <summary>The reason not to deliver a service's image, or its delivery.</summary>
    private sealed record Examined(StepResult? Obstacle, Delivery? Delivery = null);
}

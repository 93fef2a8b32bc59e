using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
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
    /// <param name="kinds">The kinds of deployment.</param>
    /// <returns>A result for each context, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        SupportedDeployments kinds
    )
    {
        var environment = contexts[0].Environment;
        if (kinds.Find(environment) is not { } deployment)
            return [.. contexts.Select(context => context.Unable(SupportedDeployments.Nowhere(environment)))];

        using var turns = new SemaphoreSlim(MostAtATime);
        var examined = await Task.WhenAll(contexts.Select(context => Examine(context, turns)));
        var deliveries = examined.Select(one => one.Delivery).OfType<Delivery>().ToImmutableArray();
        var delivered = new Queue<StepResult>(deliveries.IsEmpty ? [] : await deployment.Deliver(deliveries));
        return [.. examined.Select(one => one.Obstacle ?? delivered.Dequeue())];
    }

    private static async Task<Examined> Examine(StepContext context, SemaphoreSlim turns)
    {
        if (context.Find<PushedImage>()?.Reference is not { } image)
            return new(
                context.Find<NoImage>() is { } none
                    ? StepResult.Skipped(none.Reason)
                    : StepResult.Failed(
                        $"{context.Service.Name} has no pushed image at {context.Source.Tag}: run Push first"
                    )
            );

        var obstacle = (ExactImage.Refuse(image) ?? OwnImage.Refuse(context, image)) is { } refusal
            ? StepResult.Failed(refusal)
            : await InTurn(turns, context, image);
        return new(obstacle, obstacle is null ? new(context, image) : null);
    }

    private static async Task<StepResult?> InTurn(SemaphoreSlim turns, StepContext context, ImageReference image)
    {
        await turns.WaitAsync(context.Cancellation);
        try
        {
            return context.Environment.Signatures is { IsRequired: true }
                ? await Verify(context, image)
                : await Find(context, image);
        }
        finally
        {
            turns.Release();
        }
    }

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

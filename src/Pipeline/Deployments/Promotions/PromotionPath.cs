using Pipeline.Catalog;

namespace Pipeline.Deployments.Promotions;

/// <summary>The path of a promotion.</summary>
/// <param name="From">The source environment.</param>
/// <param name="To">The target environment.</param>
public sealed record PromotionPath(DeploymentEnvironment From, DeploymentEnvironment To)
{
    /// <summary>The path to an environment, without skipping one.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="to">The environment to promote to.</param>
    /// <param name="from">The environment to promote from; null for the one that the catalog names.</param>
    /// <exception cref="PromotionException">The catalog has no such path.</exception>
    /// <exception cref="UnknownEnvironmentException">One of them is not in the catalog.</exception>
    public static PromotionPath Of(Platform platform, DeploymentEnvironment to, string? from = null)
    {
        if (to.PromotedFrom is not { } before)
            throw new PromotionException(
                $"nothing is promoted to {to.Name}: use \"Deliver --environment {to.Name}\", or set its \"promotedFrom\""
            );
        if (from is null || platform.Environment(from).Name == before)
            return new(platform.Environment(before), to);

        for (var next = platform.Environment(before); next.PromotedFrom is { } earlier; )
        {
            if (earlier == from)
                throw new PromotionException(
                    $"{to.Name} is promoted from {before}: promoting from {from} would skip {before}"
                );
            next = platform.Environment(earlier);
        }

        throw new PromotionException($"{to.Name} is promoted from {before}, not from {from}");
    }
}

/// <summary>There is no such promotion path; the message names the right one.</summary>
internal sealed class PromotionException(string message) : Exception(message);

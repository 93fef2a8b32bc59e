using Pipeline.Catalog;

namespace Pipeline.Deployments.Promotions;

/// <summary>The path of a promotion.</summary>
/// <param name="From">Where the images run.</param>
/// <param name="To">Where they shall run.</param>
public sealed record PromotionPath(DeploymentEnvironment From, DeploymentEnvironment To)
{
    /// <summary>The path to an environment, which skips none.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="to">The environment to promote to.</param>
    /// <param name="from">The environment to promote from; null for the one that the catalog names.</param>
    /// <exception cref="PromotionException">The catalog has no such path.</exception>
    /// <exception cref="UnknownEnvironmentException">One of them is none of the catalog's.</exception>
    public static PromotionPath Of(Platform platform, DeploymentEnvironment to, string? from = null)
    {
        if (to.PromotedFrom is not { } before)
            throw new PromotionException(
                $"nothing is promoted to {to.Name}: images get there by \"Deliver --environment {to.Name}\"; else set \"promotedFrom\" of it"
            );
        if (from is null || platform.Environment(from).Name == before)
            return new(platform.Environment(before), to);

        for (var next = platform.Environment(before); next.PromotedFrom is { } earlier; )
        {
            if (earlier == from)
                throw new PromotionException(
                    $"{to.Name} is promoted to from {before}: from {from} at once, {before} would be skipped"
                );
            next = platform.Environment(earlier);
        }

        throw new PromotionException($"{to.Name} is promoted to from {before}, not from {from}");
    }
}

/// <summary>There is no such promotion path; the message names the right one.</summary>
public sealed class PromotionException(string message) : Exception(message);

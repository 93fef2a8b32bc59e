using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>The tokens for pull requests, which no log may show.</summary>
internal static class ForgeTokens
{
    /// <summary>The set tokens of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.PullRequests.TokenVariable)
                .Distinct()
                .Select(Environment.GetEnvironmentVariable)
                .OfType<string>(),
        ];
}

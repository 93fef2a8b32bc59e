using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>The tokens that pull requests are opened with, so that no log shows them.</summary>
public static class ForgeTokens
{
    /// <summary>Those that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.PullRequests.TokenVariable)
                .Distinct()
                .Select(Environment.GetEnvironmentVariable)
                .OfType<string>(),
        ];
}

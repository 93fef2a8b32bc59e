using Pipeline.Catalog;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>The GitOps repositories of environments, as jobs access them with a GitHub App or a token.</summary>
internal static class DeliveryApps
{
    /// <summary>The repositories that a job accesses for one of several environments.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="name">The expression for the environment's name.</param>
    /// <param name="how">How the job changes the environment.</param>
    /// <param name="before">True where the job also reads the previous environment.</param>
    /// <exception cref="WorkflowException">No single token covers everything that the job accesses.</exception>
    public static ImmutableDictionary<string, AppRepository> Of(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments,
        string name,
        Promotion how,
        bool before
    )
    {
        var each = environments
            .Select(environment => (environment.Name, Repositories: Repositories(platform, environment, before)))
            .Where(environment => environment.Repositories.Length > 0)
            .ToArray();
        if (each.Length == 0)
            return ImmutableDictionary<string, AppRepository>.Empty;

        var all = each.SelectMany(environment => environment.Repositories).ToArray();
        if (all.Select(repository => repository.IsOwn).Distinct().Skip(1).Any())
            throw new WorkflowException(
                $"one job uses several GitOps repositories, one of which is the sources' own ({Names(all)}), and the job's token is for that one only: move the environments' manifests out of the sources, or all of them there"
            );
        if (all.Select(repository => repository.TokenSecret).Distinct().Skip(1).Any())
            throw new WorkflowException(
                $"one job uses the GitOps repositories {Names(all)} with different tokens: give \"github.tokenSecret\" one name in all environments, whose values GitHub's environments tell apart, or leave it out in all"
            );
        if (each.FirstOrDefault(one => Owners(one.Repositories).Skip(1).Any()) is { Name: not null } two)
            throw new WorkflowException(
                $"a promotion to {two.Name} uses GitOps repositories of several owners ({Names(two.Repositories)}), and a token covers one owner: give them one owner"
            );

        return ImmutableDictionary<string, AppRepository>.Empty.Add(
            DeliveryNeeds.GitOps,
            new(
                ByEnvironment.Expression(name, each.Select(one => (one.Name, Owners(one.Repositories).Single()))),
                ByEnvironment.Expression(
                    name,
                    each.Select(one =>
                        (one.Name, string.Join(',', one.Repositories.Select(repository => repository.Name).Distinct()))
                    )
                ),
                [.. all.SelectMany(repository => repository.Variables).Distinct()]
            )
            {
                IsOwn = all[0].IsOwn,
                TokenSecret = all[0].TokenSecret,
                Scopes = how == Promotion.PullRequest ? [] : [Scope.Contents],
            }
        );
    }

    private static AppRepository[] Repositories(Platform platform, DeploymentEnvironment environment, bool before) =>
        [
            .. new[]
            {
                environment,
                before && environment.PromotedFrom is { } from ? platform.Environment(from) : environment,
            }
                .Distinct()
                .Select(one => Repository(platform, one))
                .OfType<AppRepository>(),
        ];

    private static AppRepository? Repository(Platform platform, DeploymentEnvironment environment)
    {
        if (environment.GitOps is not { } gitOps || environment.GitHub.GitOps is not { } repository)
            return null;
        if (!environment.IsLocal && gitOps.TokenVariable is null)
            throw new WorkflowException(
                $"workflows push to {repository} for {environment.Name} with a token, and the catalog names no variable for it: set \"gitops.tokenVariable\", for example to GITOPS_TOKEN"
            );

        var parts = repository.Split('/');
        var forge = environment.PullRequests.TokenVariable;
        var asks = environment.Promotion == Promotion.PullRequest || environment.Rollback == Promotion.PullRequest;
        return new(
            parts[0],
            parts[1],
            gitOps.TokenVariable is not { } variable ? [forge]
                : asks ? [variable, forge]
                : [variable]
        )
        {
            TokenSecret = environment.GitHub.TokenSecret,
            IsOwn =
                environment.GitHub.TokenSecret is null
                && platform.Source is { } source
                && source.TrimEnd('/').EndsWith($"/{repository}", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static IEnumerable<string> Owners(AppRepository[] repositories) =>
        repositories.Select(repository => repository.Owner).Distinct();

    private static string Names(AppRepository[] repositories) =>
        string.Join(", ", repositories.Select(repository => $"{repository.Owner}/{repository.Name}").Distinct());
}

using Pipeline.Catalog;

namespace Pipeline.Aws.Iam;

/// <summary>A role that jobs of the generated workflows assume, with its policies.</summary>
/// <param name="Arn">The role.</param>
/// <param name="Trust">Who may assume it.</param>
/// <param name="Permissions">What it may do.</param>
internal sealed record DeliveryRole(RoleArn Arn, PolicyDocument Trust, PolicyDocument Permissions)
{
    /// <summary>The roles of a catalog, for registries of Amazon ECR and clusters of Amazon ECS.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="repository">The repository whose jobs assume them.</param>
    public static ImmutableArray<DeliveryRole> Of(Platform platform, SourceRepository repository) =>
        [
            .. platform
                .Environments.Where(environment => environment.IsOnAws)
                .SelectMany(Uses)
                .GroupBy(use => use.Role)
                .Select(uses => Of(platform, repository, new(uses.Key), [.. uses])),
        ];

    private static DeliveryRole Of(
        Platform platform,
        SourceRepository repository,
        RoleArn arn,
        ImmutableArray<Use> uses
    ) =>
        new(
            arn,
            TrustPolicy.Of(arn, repository, uses.Select(use => use.Guard)),
            PermissionsPolicy.Of(
                platform,
                arn,
                [.. uses.Where(use => !use.OnlyReads).Select(use => use.Environment)],
                [.. uses.Where(use => use.OnlyReads).Select(use => use.Environment)]
            )
        );

    // The workflows audit in environments of GitHub that ask nobody for approval.
    private static IEnumerable<Use> Uses(DeploymentEnvironment environment)
    {
        if (environment.GitHub.Role is { } role)
            yield return new(role, environment, environment.Name, OnlyReads: false);
        if (environment.GitHub.AuditRole is { } audit)
            yield return new(audit, environment, $"{environment.Name}-audit", OnlyReads: true);
    }

    private sealed record Use(string Role, DeploymentEnvironment Environment, string Guard, bool OnlyReads);
}

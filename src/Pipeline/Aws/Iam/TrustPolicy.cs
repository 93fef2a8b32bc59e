using System.Text.Json.Nodes;

namespace Pipeline.Aws.Iam;

/// <summary>Which jobs of GitHub Actions may assume a role.</summary>
/// <remarks>https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws</remarks>
internal static class TrustPolicy
{
    private const string Issuer = "token.actions.githubusercontent.com";

    /// <summary>The policy: the jobs of one repository that run in some of its environments.</summary>
    /// <param name="role">The role's ARN.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="environments">The names of GitHub's environments.</param>
    public static PolicyDocument Of(RoleArn role, SourceRepository repository, IEnumerable<string> environments)
    {
        var jobs = new JsonObject
        {
            [$"{Issuer}:aud"] = "sts.amazonaws.com",
            [$"{Issuer}:sub"] = PolicyDocument.List(environments.SelectMany(repository.Subjects)),
        };
        if (repository.Ids is { } ids)
            jobs[$"{Issuer}:repository_id"] = ids.Repository;
        return new([
            new JsonObject
            {
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject
                {
                    ["Federated"] = $"arn:{role.Partition}:iam::{role.Account}:oidc-provider/{Issuer}",
                },
                ["Action"] = "sts:AssumeRoleWithWebIdentity",
                ["Condition"] = new JsonObject { ["StringEquals"] = jobs },
            },
        ]);
    }
}

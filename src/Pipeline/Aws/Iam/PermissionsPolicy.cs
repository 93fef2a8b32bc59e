using System.Text.Json.Nodes;
using Pipeline.Catalog;

namespace Pipeline.Aws.Iam;

/// <summary>
/// What a role may do in the registries of Amazon ECR and the clusters of Amazon ECS: no more than Pipeline asks for.
/// </summary>
internal static class PermissionsPolicy
{
    // An inline policy of a role has 10,240 characters; the other statements need the rest.
    private const int MostCharacters = 8000;

    /// <summary>The policy of a role that delivers to some environments and audits others.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="role">The role.</param>
    /// <param name="delivered">The environments that it delivers to.</param>
    /// <param name="audited">The environments that it only reads.</param>
    public static PolicyDocument Of(
        Platform platform,
        RoleArn role,
        ImmutableArray<DeploymentEnvironment> delivered,
        ImmutableArray<DeploymentEnvironment> audited
    )
    {
        var before = delivered.Select(one => one.PromotedFrom).OfType<string>().Select(platform.Environment);
        return new([
            .. InRegistries(platform, [.. delivered.Where(HasEcr)], [.. audited.Concat(before).Where(HasEcr)]),
            .. new EcsStatements(platform, role).Of(delivered, audited.Concat(before)),
        ]);

        static bool HasEcr(DeploymentEnvironment environment) => EcrAddress.IsEcr(environment.Registry);
    }

    private static IEnumerable<JsonObject> InRegistries(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> delivered,
        ImmutableArray<DeploymentEnvironment> audited
    )
    {
        if (delivered.IsEmpty && audited.IsEmpty)
            return [];

        string[] read = [.. Repositories(audited).Except(Repositories(delivered))];
        return
        [
            PolicyDocument.Allow("Login", [EcrActions.Login], ["*"]),
            .. delivered.IsEmpty
                ? []
                : new[]
                {
                    PolicyDocument.Allow(
                        "Push",
                        [
                            .. EcrActions.Pull,
                            .. EcrActions.Push,
                            .. delivered.SelectMany(one => EcrActions.Keep(one.Ecr)),
                        ],
                        Repositories(delivered)
                    ),
                },
            .. read.Length == 0 ? [] : new[] { PolicyDocument.Allow("Pull", EcrActions.Pull, read) },
            .. delivered
                .Where(one => one.Ecr is { Create: true, KmsKey: not null })
                .DistinctBy(one => (PlaceOf(one).Arn, one.Ecr.KmsKey))
                .Select((one, index) => Encrypt(one, $"Encrypt{index + 1}")),
        ];

        string[] Repositories(IEnumerable<DeploymentEnvironment> environments)
        {
            string[] each = [.. environments.SelectMany(Names).Distinct()];
            return each.Sum(name => name.Length) < MostCharacters
                ? each
                : [.. each.Select(name => $"{name[..(name.LastIndexOf('/') + 1)]}*").Distinct()];
        }

        IEnumerable<string> Names(DeploymentEnvironment environment)
        {
            var (place, prefix) = PlaceOf(environment);
            return platform.BasesAndServices.Select(source => $"{place}:repository/{prefix}{source.Image}");
        }
    }

    // New repositories get a grant on the key, which ECR asks for in the role's name.
    private static JsonObject Encrypt(DeploymentEnvironment environment, string name)
    {
        var key = environment.Ecr.KmsKey!;
        var (place, _) = PlaceOf(environment);
        var parts = place.Split(':');
        var keys = $"arn:{parts[1]}:kms:{parts[3]}:{parts[4]}:key/";
        var isAlias = key.StartsWith("alias/", StringComparison.Ordinal);
        var conditions = new JsonObject
        {
            ["StringEquals"] = new JsonObject { ["kms:ViaService"] = $"ecr.{parts[3]}.amazonaws.com" },
        };
        if (isAlias)
            conditions["ForAnyValue:StringEquals"] = new JsonObject { ["kms:ResourceAliases"] = key };
        return PolicyDocument.Allow(
            name,
            ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
            [
                isAlias ? $"{keys}*"
                : key.StartsWith("arn:", StringComparison.Ordinal) ? key
                : $"{keys}{key}",
            ],
            conditions
        );
    }

    private static (string Arn, string Prefix) PlaceOf(DeploymentEnvironment environment)
    {
        var parts = environment.Registry.Split('/', 2);
        var address = EcrAddress.TryParse(parts[0])!;
        var partition =
            address.Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
            : address.Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
            : "aws";
        return ($"arn:{partition}:ecr:{address.Region}:{address.Account}", parts.Length == 2 ? $"{parts[1]}/" : "");
    }
}

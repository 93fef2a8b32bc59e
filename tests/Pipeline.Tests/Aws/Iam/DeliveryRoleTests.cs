using System.Text.Json.Nodes;
using Pipeline.Aws.Iam;
using Pipeline.Tests.Catalog;

namespace Pipeline.Tests.Aws.Iam;

public sealed class DeliveryRoleTests : IDisposable
{
    private const string Catalog = """
        platform: shop
        source: https://github.com/acme/shop
        services:
          auth: { image: shop/auth-service }
          web: { image: shop/web }
        environments:
          develop:
            registry: 111111111111.dkr.ecr.us-east-1.amazonaws.com/teams
            gitops: { repository: https://github.com/acme/gitops }
            github: { role: "arn:aws:iam::111111111111:role/ci/develop", auditRole: "arn:aws:iam::111111111111:role/audit" }
          production:
            registry: 444444444444.dkr.ecr.us-east-1.amazonaws.com
            gitops: { repository: https://github.com/acme/gitops, path: production }
            promotedFrom: develop
            ecr: { create: false }
            github: { role: "arn:aws:iam::444444444444:role/production" }
        """;

    private readonly CatalogFixture catalog = new(
        "auth/go.mod",
        "auth/Dockerfile",
        "web/package.json",
        "web/Dockerfile"
    );

    public void Dispose() => catalog.Dispose();

    [Fact]
    public void Each_role_of_the_catalog_has_its_policies() =>
        Roles(Catalog).Select(role => role.Arn.Name).ShouldBe(["develop", "audit", "production"]);

    [Fact]
    public void Only_the_jobs_of_the_environment_may_assume_its_role()
    {
        var trust = Statement(Roles(Catalog)[0].Trust);

        trust["Action"]!.GetValue<string>().ShouldBe("sts:AssumeRoleWithWebIdentity");
        trust["Principal"]!["Federated"]!
            .GetValue<string>()
            .ShouldBe("arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com");
        var jobs = trust["Condition"]!["StringEquals"]!;
        jobs["token.actions.githubusercontent.com:aud"]!.GetValue<string>().ShouldBe("sts.amazonaws.com");
        Texts(jobs["token.actions.githubusercontent.com:sub"]).ShouldBe(["repo:acme/shop:environment:develop"]);
    }

    [Fact]
    public void Subjects_with_ids_are_listed_where_the_ids_are_known()
    {
        var jobs = Statement(Roles(Catalog, "12/345")[0].Trust)["Condition"]!["StringEquals"]!;

        Texts(jobs["token.actions.githubusercontent.com:sub"])
            .ShouldBe(["repo:acme/shop:environment:develop", "repo:acme@12/shop@345:environment:develop"]);
        jobs["token.actions.githubusercontent.com:repository_id"]!.GetValue<string>().ShouldBe("345");
    }

    [Fact]
    public void Audits_run_in_environments_of_their_own_and_only_read()
    {
        var audit = Roles(Catalog)[1];

        Texts(Statement(audit.Trust)["Condition"]!["StringEquals"]!["token.actions.githubusercontent.com:sub"])
            .ShouldBe(["repo:acme/shop:environment:develop-audit"]);
        Actions(audit.Permissions).ShouldBe(["ecr:GetAuthorizationToken", .. EcrActions.Pull], ignoreOrder: true);
    }

    [Fact]
    public void A_role_pushes_to_the_repositories_of_its_own_environment_alone()
    {
        var push = Statement(Roles(Catalog)[0].Permissions, "Push");

        Texts(push["Resource"])
            .ShouldBe([
                "arn:aws:ecr:us-east-1:111111111111:repository/teams/shop/auth-service",
                "arn:aws:ecr:us-east-1:111111111111:repository/teams/shop/web",
            ]);
        Texts(push["Action"])
            .ShouldBe(
                [.. EcrActions.Pull, .. EcrActions.Push, "ecr:CreateRepository", "ecr:DescribeRepositories"],
                ignoreOrder: true
            );
        Texts(Statement(Roles(Catalog)[0].Permissions, "Login")["Resource"]).ShouldBe(["*"]);
    }

    [Fact]
    public void A_promotion_to_another_registry_reads_the_one_that_it_copies_from()
    {
        var production = Roles(Catalog)[2].Permissions;

        Texts(Statement(production, "Pull")["Resource"])
            .ShouldBe([
                "arn:aws:ecr:us-east-1:111111111111:repository/teams/shop/auth-service",
                "arn:aws:ecr:us-east-1:111111111111:repository/teams/shop/web",
            ]);
        Texts(Statement(production, "Pull")["Action"]).ShouldBe(EcrActions.Pull);
        Texts(Statement(production, "Push")["Action"]).ShouldNotContain("ecr:CreateRepository");
    }

    [Theory]
    [InlineData("0f0e0d0c", "arn:aws:kms:us-east-1:444444444444:key/0f0e0d0c", null)]
    [InlineData("alias/images", "arn:aws:kms:us-east-1:444444444444:key/*", "alias/images")]
    [InlineData("arn:aws:kms:us-east-1:9:key/1", "arn:aws:kms:us-east-1:9:key/1", null)]
    public void A_key_for_new_repositories_may_be_granted_through_ECR_alone(string key, string resource, string? alias)
    {
        var roles = Roles(
            Catalog.Replace("create: false", $"encryption: kms, kmsKey: \"{key}\"", StringComparison.Ordinal)
        );

        var encrypt = Statement(roles[2].Permissions, "Encrypt1");

        Texts(encrypt["Resource"]).ShouldBe([resource]);
        Texts(encrypt["Action"]).ShouldBe(["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"]);
        encrypt["Condition"]!["StringEquals"]!["kms:ViaService"]!
            .GetValue<string>()
            .ShouldBe("ecr.us-east-1.amazonaws.com");
        encrypt["Condition"]!["ForAnyValue:StringEquals"]?["kms:ResourceAliases"]?.GetValue<string>().ShouldBe(alias);
    }

    [Fact]
    public void A_role_of_several_environments_has_all_of_them_in_one_policy()
    {
        var roles = Roles(
            Catalog.Replace(
                "arn:aws:iam::444444444444:role/production",
                "arn:aws:iam::111111111111:role/ci/develop",
                StringComparison.Ordinal
            )
        );

        roles.Select(role => role.Arn.Name).ShouldBe(["develop", "audit"]);
        Texts(Statement(roles[0].Trust)["Condition"]!["StringEquals"]!["token.actions.githubusercontent.com:sub"])
            .ShouldBe(["repo:acme/shop:environment:develop", "repo:acme/shop:environment:production"]);
        Texts(Statement(roles[0].Permissions, "Push")["Resource"]).Count.ShouldBe(4);
    }

    [Fact]
    public void The_policy_of_a_thousand_services_is_no_longer_than_AWS_takes()
    {
        var services = string.Concat(
            Enumerable
                .Range(1, 1000)
                .Select(number => $"  s{number}: {{ path: auth, image: shop/a-service-{number} }}\n")
        );

        var push = Roles(Catalog.Replace("services:\n", $"services:\n{services}", StringComparison.Ordinal))[
            0
        ].Permissions;

        Texts(Statement(push, "Push")["Resource"])
            .ShouldBe(["arn:aws:ecr:us-east-1:111111111111:repository/teams/shop/*"]);
        $"{push}".Count(letter => !char.IsWhiteSpace(letter)).ShouldBeLessThan(10_240);
    }

    [Theory]
    [InlineData("https://gitlab.com/acme/shop", null, "set \"source\" in the catalog to https://github.com/OWNER/NAME")]
    [InlineData("https://github.com/acme/shop", "acme/shop", "expected two numbers, OWNER-ID/REPOSITORY-ID")]
    public void Who_may_assume_a_role_is_never_guessed(string source, string? ids, string sentence) =>
        Should
            .Throw<IamException>(() =>
                Roles(Catalog.Replace("https://github.com/acme/shop", source, StringComparison.Ordinal), ids)
            )
            .Message.ShouldContain(sentence);

    private ImmutableArray<DeliveryRole> Roles(string yaml, string? ids = null)
    {
        var platform = catalog.Read(yaml);
        return DeliveryRole.Of(platform, SourceRepository.Of(platform.Source, ids));
    }

    private static JsonNode Statement(PolicyDocument policy, string? name = null) =>
        JsonNode.Parse($"{policy}")!["Statement"]!
            .AsArray()
            .Single(statement => statement!["Sid"]?.GetValue<string>() == name)!;

    private static IEnumerable<string> Actions(PolicyDocument policy) =>
        JsonNode.Parse($"{policy}")!["Statement"]!.AsArray().SelectMany(statement => Texts(statement!["Action"]));

    private static IReadOnlyList<string> Texts(JsonNode? list) =>
        [.. list!.AsArray().Select(text => text!.GetValue<string>())];
}

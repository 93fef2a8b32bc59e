using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class EcrSettingsTests : IDisposable
{
    private const string Registry = "registry: 123456789012.dkr.ecr.sa-east-1.amazonaws.com";
    private const string GitOps = "gitops: { repository: https://github.com/shop/gitops }";

    private const string Lifecycle =
        """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":30},"action":{"type":"expire"}}]}""";

    private readonly CatalogFixture repository = new("services/auth/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Everything_can_be_said() =>
        Read(
                $"develop: {{ {Registry}, {GitOps}, movingTag: develop, ecr: {{ create: false, immutableTags: false, scanOnPush: true, findings: true, lifecycle: '{Lifecycle}', tags: {{ team: platform }}, encryption: kmsDsse, kmsKey: alias/images }} }}"
            )
            .Environment("develop")
            .Ecr.ShouldSatisfyAllConditions(
                ecr =>
                    (ecr.Create, ecr.ImmutableTags, ecr.ScanOnPush, ecr.Findings).ShouldBe((false, false, true, true)),
                ecr => ecr.Lifecycle.ShouldBe(Lifecycle),
                ecr => ecr.Tags["team"].ShouldBe("platform"),
                ecr => (ecr.Encryption, ecr.KmsKey).ShouldBe((EcrEncryption.KmsDsse, "alias/images"))
            );

    [Fact]
    public void What_is_not_said_is_safe() =>
        Read($"develop: {{ {Registry}, {GitOps} }}")
            .Environment("develop")
            .Ecr.ShouldSatisfyAllConditions(
                ecr =>
                    (ecr.Create, ecr.ImmutableTags, ecr.ScanOnPush, ecr.Findings).ShouldBe((true, true, true, false)),
                ecr => ecr.MovingTags.ShouldBeEmpty(),
                ecr => ecr.Encryption.ShouldBeNull()
            );

    [Fact]
    public void The_moving_tags_of_all_environments_of_a_registry_move_there() =>
        Read(
                $"develop: {{ {Registry}, {GitOps}, movingTag: develop }}\n  staging: {{ {Registry}, {GitOps}, movingTag: staging }}\n  production: {{ registry: registry.example, {GitOps}, movingTag: live }}"
            )
            .Environment("develop")
            .Ecr.MovingTags.ShouldBe(["develop", "staging"]);

    [Fact]
    public void A_sixth_tag_that_moves_in_one_registry_is_more_than_ECR_takes()
    {
        string Tagged(int count, string more = "") =>
            string.Join(
                "\n  ",
                Enumerable
                    .Range(1, count)
                    .Select(i => $"e{i}: {{ {Registry}, {GitOps}, movingTag: e{i}{more} }}")
                    .Append($"other: {{ {Registry}/team, {GitOps}, movingTag: other }}")
                    .Append($"same: {{ {Registry}, {GitOps}, movingTag: e1{more} }}")
            );

        Should.NotThrow(() => Read(Tagged(5)));
        Should.NotThrow(() => Read(Tagged(6, ", ecr: { immutableTags: false }")));
        var problem = Should.Throw<CatalogException>(() => Read(Tagged(6))).Problems.Single();
        problem.Message.ShouldStartWith("\"e6\" is one moving tag more than the 5 that Amazon ECR excludes");
        (problem.Line, problem.Column).ShouldBe((9, $"  e6: {{ {Registry}, {GitOps}, movingTag: ".Length + 1));
    }

    [Theory]
    [InlineData("lifecycle: '{}'", "100 to 30720 characters of JSON, not 2")]
    [InlineData("kmsKey: alias/images", "set \"encryption\" to kms or kmsDsse")]
    [InlineData("findings: true, scanOnPush: false", "needs the scan that \"scanOnPush\" turns off")]
    public void What_ECR_would_refuse_is_reported_where_it_stands(string settings, string problem) =>
        Problems(settings).ShouldContain(each => each.Contains(problem));

    [Fact]
    public void A_lifecycle_policy_is_JSON_with_rules()
    {
        Problems($"lifecycle: '{new string('x', 200)}'").ShouldContain(each => each.Contains("is not valid JSON"));
        Problems($"lifecycle: '{{\"rules\":[]{new string(' ', 100)}}}'")
            .ShouldContain(each => each.Contains("lacks \"rules\""));
    }

    private Platform Read(string environments) =>
        repository.Read($"platform: shop\nservices: {{ auth: {{}} }}\nenvironments:\n  {environments}\n");

    private IEnumerable<string> Problems(string ecr) =>
        repository.Problems(
            $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments:\n  develop: {{ {Registry}, {GitOps}, ecr: {{ {ecr} }} }}\n"
        );
}

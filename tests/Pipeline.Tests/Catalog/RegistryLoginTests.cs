using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class RegistryLoginTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_registry_has_a_user_and_the_variable_of_a_password() =>
        Read("harbor.example/shop", "{ user: robot$shop+ci, passwordVariable: HARBOR_PASSWORD }")
            .ShouldBe(new("robot$shop+ci", "HARBOR_PASSWORD"));

    [Fact]
    public void A_registry_without_one_has_none() => Read("harbor.example", null).ShouldBeNull();

    [Fact]
    public void Who_takes_the_registry_of_the_local_environment_takes_its_login()
    {
        var environments = """
              local: { registry: ghcr.io/acme, registryLogin: { user: acme, passwordVariable: ACME_TOKEN } }
              develop: { local: true }
              qa: { local: true, registryLogin: { user: acme, passwordVariable: GITHUB_TOKEN } }
              staging: { local: true, registry: 127.0.0.1:5000 }
            """;

        var platform = repository.Read($"platform: shop\nservices: {{ auth: {{}} }}\nenvironments:\n{environments}\n");

        platform.Environment("develop").RegistryLogin.ShouldBe(new("acme", "ACME_TOKEN"));
        platform.Environment("qa").RegistryLogin.ShouldBe(new("acme", "GITHUB_TOKEN"));
        platform.Environment("staging").RegistryLogin.ShouldBeNull();
    }

    [Theory]
    [InlineData("ghcr.io/acme")]
    [InlineData("containers.github.acme.example/acme")]
    public void The_token_of_a_job_opens_GitHubs_registries(string registry) =>
        Read(registry, "{ user: acme, passwordVariable: GITHUB_TOKEN }").ShouldBe(new("acme", "GITHUB_TOKEN"));

    [Theory]
    [InlineData("harbor.example", "{ user: robot }", "lacks \"user\" or \"passwordVariable\"")]
    [InlineData("harbor.example", "{ passwordVariable: HARBOR_PASSWORD }", "lacks \"user\" or \"passwordVariable\"")]
    [InlineData("harbor.example", "{ user: 'a:b', passwordVariable: HARBOR_PASSWORD }", "or have a colon")]
    [InlineData("harbor.example", "{ user: '', passwordVariable: HARBOR_PASSWORD }", "must not be empty")]
    [InlineData("harbor.example", "{ user: robot, passwordVariable: made-up! }", "a password itself never stands")]
    [InlineData("ghcr.io", "{ user: robot, passwordVariable: ghp_madeup }", "a password itself never stands")]
    [InlineData("harbor.example", "{ user: a, passwordVariable: GITHUB_TOKEN }", "for ghcr.io alone")]
    [InlineData("evil-ghcr.io", "{ user: a, passwordVariable: GITHUB_TOKEN }", "for ghcr.io alone")]
    [InlineData(
        "111111111111.dkr.ecr.us-east-1.amazonaws.com",
        "{ user: AWS, passwordVariable: ECR_PASSWORD }",
        "Amazon ECR takes an AWS identity"
    )]
    public void What_opens_nothing_is_refused(string registry, string login, string problem) =>
        repository.Problems(Text(registry, login)).ShouldContain(each => each.Contains(problem));

    private RegistryLogin? Read(string registry, string? login) =>
        repository.Read(Text(registry, login)).Environment("qa").RegistryLogin;

    private static string Text(string registry, string? login) =>
        $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments:\n  qa:\n    registry: {registry}\n    gitops: {{ repository: 'https://git.example/shop' }}\n"
        + (login is null ? "" : $"    registryLogin: {login}\n");
}

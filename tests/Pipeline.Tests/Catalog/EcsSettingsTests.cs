using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class EcsSettingsTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod", "ops/auth.json");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_cluster_follows_from_the_environment()
    {
        var environment = repository
            .Read(Text("", registry: "111111111111.dkr.ecr.us-east-1.amazonaws.com"))
            .Environment("production");

        environment.Deployments.ShouldBe(DeploymentKind.Ecs);
        environment.GitOps.ShouldBeNull();
        var settings = environment.Ecs!;
        (settings.Region, settings.Cluster, settings.ServiceOf("auth", "production"), settings.Timeout).ShouldBe(
            ("us-east-1", "shop-production", "auth", TimeSpan.FromMinutes(10))
        );
    }

    [Fact]
    public void A_service_states_what_is_its_own()
    {
        var task = repository
            .Read(
                Text(
                    "region: sa-east-1, services: { auth-service: { service: api, taskDefinition: ops/auth.json, environment: { A: b }, "
                        + "secrets: { C: /shop/c }, migrate: [./migrate], health: { url: 'https://auth.example/health', latency: 500 } } }"
                )
            )
            .Environment("production")
            .Ecs!.TaskOf("auth");

        (task.Service, task.Definition, task.Health).ShouldBe(
            ("api", repository.Root / "ops" / "auth.json", new Uri("https://auth.example/health"))
        );
        (task.Answer.Latency, task.Answer.Times).ShouldBe((TimeSpan.FromMilliseconds(500), 3));
        task.Environment["A"].ShouldBe("b");
        task.Secrets["C"].ShouldBe("/shop/c");
        task.Migrate.ShouldBe(["./migrate"]);
    }

    [Theory]
    [InlineData("", "4:3: the environment \"production\" lacks \"ecs.region\"")]
    [InlineData("region: brazil", "\"brazil\" is not a region of AWS")]
    [InlineData("region: sa-east-1, cluster: 'a b'", "\"a b\" is not a cluster")]
    [InlineData("region: sa-east-1, service: auth", "\"auth\" would be the name of each service")]
    [InlineData("region: sa-east-1, timeout: 0", "\"timeout\" is a number of minutes above 0 and up to 1440, not 0")]
    [InlineData("region: sa-east-1, services: { aut: {} }", "there is no service \"aut\" in the catalog")]
    [InlineData(
        "region: sa-east-1, services: { auth: { taskDefinition: ops/no.json } }",
        "\"ops/no.json\" does not exist"
    )]
    [InlineData("region: sa-east-1, services: { auth: { secrets: { A: hunter2 } } }", "never stands in a catalog")]
    [InlineData(
        "region: sa-east-1, services: { auth: { secrets: { A: /a }, environment: { A: b } } }",
        "\"A\" stands in \"environment\" too"
    )]
    [InlineData("region: sa-east-1, services: { auth: { migrate: [] } }", "\"migrate\" is empty")]
    [InlineData(
        "region: sa-east-1, services: { auth: { health: { url: /health } } }",
        "\"/health\" is not an address to ask"
    )]
    [InlineData(
        "region: sa-east-1, services: { auth: { health: { url: 'https://a.example', times: 0 } } }",
        "\"times\" is a number of answers, at least 1, not 0"
    )]
    public void What_cannot_be_deployed_to_is_refused(string keys, string problem) =>
        repository.Problems(Text(keys)).ShouldContain(each => each.Contains(problem));

    [Theory]
    [InlineData(
        "deployments: ecs, gitops: { path: x }",
        "\"gitops\" has no effect, as \"production\" is deployed to Amazon ECS"
    )]
    [InlineData("deployments: ssh, ecs: {}", "\"ecs\" has no effect, as \"production\" is deployed to by SSH")]
    public void What_contradicts_the_kind_is_refused(string entry, string problem) =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments: {{ production: {{ registry: r.example, {entry} }} }}\n"
            )
            .ShouldContain(each => each.Contains(problem));

    private static string Text(string keys, string registry = "r.example") =>
        "platform: shop\nservices: { auth: {} }\nenvironments:\n"
        + $"  production: {{ registry: {registry}, deployments: ecs, ecs: {{ {keys} }} }}\n";
}

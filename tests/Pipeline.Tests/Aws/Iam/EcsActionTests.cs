using Pipeline.Aws.Iam;
using Pipeline.Tests.Catalog;
using Pipeline.Tests.Deployments.Ecs;

namespace Pipeline.Tests.Aws.Iam;

/// <summary>What is granted is what is asked for: each operation that the strict service has seen.</summary>
public sealed class EcsActionTests(CommittedSources sources) : IClassFixture<CommittedSources>
{
    private const string Catalog = """
        platform: shop
        source: https://github.com/acme/shop
        services:
          auth: { image: shop/auth }
        environments:
          production:
            registry: ghcr.io/acme
            deployments: ecs
            ecs: { region: sa-east-1, services: { auth: { migrate: [./migrate] } } }
            github:
              role: "arn:aws:iam::111111111111:role/deliver"
              auditRole: "arn:aws:iam::111111111111:role/audit"
        """;

    [Fact]
    public async Task A_policy_has_the_operations_that_a_delivery_calls_and_no_other()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Task = new() { Migrate = ["./migrate"] };
        await workspace.Deliver();
        workspace.Service.CourseOf = _ => Course.Hangs;
        workspace.Timeout = TimeSpan.FromMilliseconds(100);
        await workspace.Deliver();
        workspace.Service.CourseOf = _ => Course.Crashes;
        await workspace.Deliver();
        workspace.Service.CourseOf = _ => Course.Runs;
        await workspace.Deliver();
        workspace.Service.Strategy = "BLUE_GREEN";
        workspace.Service.CourseOf = _ => Course.Hangs;
        await workspace.Deliver();
        await workspace.History();

        workspace
            .Cluster.Requests.Select(operation => $"ecs:{operation}")
            .Distinct()
            .ShouldBe(
                [
                    .. EcsActions.Read,
                    .. EcsActions.Revisions,
                    .. EcsActions.Deploy,
                    .. EcsActions.Rollouts,
                    .. EcsActions.Register,
                    .. EcsActions.Tasks,
                    .. EcsActions.Run,
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task An_audit_needs_what_an_audit_is_granted()
    {
        await using var workspace = await EcsWorkspace.Create(sources);

        await workspace.State();
        await workspace.History();

        workspace
            .Cluster.Requests.Select(operation => $"ecs:{operation}")
            .Distinct()
            .ShouldBe([.. EcsActions.Read, .. EcsActions.Revisions], ignoreOrder: true);
    }

    [Fact]
    public void A_role_deploys_to_the_services_of_its_environment_alone()
    {
        var (deliver, audit) = (Policies()[0], Policies()[1]);

        deliver.ShouldContain("\"arn:aws:ecs:sa-east-1:111111111111:service/shop-production/auth\"");
        deliver.ShouldContain("\"arn:aws:ecs:sa-east-1:111111111111:service-deployment/shop-production/auth/*\"");
        deliver.ShouldContain("\"iam:PassedToService\": \"ecs-tasks.amazonaws.com\"");
        deliver.ShouldContain("\"logs:GetLogEvents\"");
        deliver.ShouldNotContain("\"ecr:");
        audit.ShouldContain("\"ecs:DescribeServices\"");
        audit.ShouldNotContain("\"ecs:UpdateService\"");
        audit.ShouldNotContain("\"iam:PassRole\"");
    }

    private static string[] Policies()
    {
        using var repository = new CatalogFixture("auth/go.mod", "auth/Dockerfile");
        var platform = repository.Read(Catalog);
        return
        [
            .. DeliveryRole
                .Of(platform, SourceRepository.Of(platform.Source, null))
                .Select(role => $"{role.Permissions}"),
        ];
    }
}

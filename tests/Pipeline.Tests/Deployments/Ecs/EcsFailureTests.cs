using Pipeline.Execution.Steps;
using Pipeline.Tests.Images;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>What goes wrong, and what runs then.</summary>
public class EcsFailureTests(CommittedSources sources) : IClassFixture<CommittedSources>
{
    [Fact]
    public async Task A_crashing_build_gives_way_to_the_revision_before_once_ECS_fails_it()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        workspace.Service.HasCircuitBreaker = true;
        Ail(workspace, Course.Crashes);

        var result = await workspace.Deliver();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            "the deployment of auth:3 to shop-production/auth has failed: ECS deployment circuit breaker: tasks failed to start; "
                + "EssentialContainerExited: Essential container in task exited: auth ended with 7; "
        );
        result.Reason!.ShouldContain("(service auth) deployment failed");
        result.Reason!.ShouldEndWith("; auth:2 runs again");
    }

    [Fact]
    public async Task While_ECS_goes_back_by_itself_nothing_else_is_deployed()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        workspace.Service.HasCircuitBreaker = true;
        Ail(workspace, Course.Crashes);

        await workspace.Deliver();

        workspace.Calls("UpdateService").Length.ShouldBe(2);
        workspace.Service.Deployments.ShouldBe(4);
    }

    [Fact]
    public async Task Without_a_circuit_breaker_the_timeout_ends_it()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var good = await workspace.Build();
        await workspace.Deliver(good);
        Ail(workspace, Course.Hangs);
        workspace.Timeout = TimeSpan.FromMilliseconds(300);

        var result = await workspace.Deliver();

        result.Reason!.ShouldStartWith("the deployment of auth:3 to shop-production/auth has not ended within ");
        result.Reason!.ShouldContain("0 of 2 tasks run");
        result.Reason!.ShouldEndWith("; auth:2 runs again");
        (await workspace.State()).Image.ShouldBe(good);
    }

    [Fact]
    public async Task Where_going_back_fails_too_both_reasons_are_told()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        Ail(workspace, Course.Hangs);
        workspace.Timeout = TimeSpan.FromMilliseconds(300);
        workspace.Cluster.Definitions.Find("auth:2")["status"] = "INACTIVE";

        (await workspace.Deliver()).Reason!.ShouldEndWith(
            "; going back to auth:2 has failed too: Amazon ECS (sa-east-1) failed to update shop-production/auth to auth:2: TaskDefinition is inactive"
        );
    }

    [Fact]
    public async Task A_deployment_of_somebody_else_is_left_alone()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        var theirs = EcsWorkspace.NewDefinition();
        Ail(workspace, Course.Hangs);
        var looks = 0;
        workspace.Cluster.Before = operation =>
        {
            if (operation == "DescribeServices" && workspace.Service.Deployments == 3 && ++looks == 3)
            {
                workspace.Service.CourseOf = _ => Course.Runs;
                workspace.Service.Update($"{workspace.Cluster.Definitions.Register(theirs)["taskDefinitionArn"]}");
            }
        };

        var result = await workspace.Deliver();

        result.Reason!.ShouldStartWith(
            "the deployment of auth:3 to shop-production/auth was replaced by that of auth:4"
        );
        result.Reason!.ShouldEndWith("; auth:4 has taken its place, and is left alone");
    }

    [Fact]
    public async Task A_second_delivery_waits_for_the_one_under_way()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Service.Slowness = 5;
        workspace.Service.Update(
            $"{workspace.Cluster.Definitions.Register(EcsWorkspace.NewDefinition())["taskDefinitionArn"]}"
        );

        var result = await workspace.Deliver();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        workspace.Log("Bump").ShouldContain("shop-production/auth: auth:2: 0 of 2 tasks run");
    }

    [Fact]
    public async Task What_a_killed_run_has_left_is_completed()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var image = await workspace.Build();
        await Kill(workspace, () => workspace.Deliver(image));

        var result = await workspace.Deliver(image);

        result.Reason.ShouldBe($"shop-production/auth runs {image.Tag}, auth:2");
        workspace.Cluster.Definitions.All.Count.ShouldBe(2);
        workspace.Cluster.Definitions.TagsOf(workspace.Running).ShouldContainKey("pipeline:deployed");
    }

    [Fact]
    public async Task What_a_killed_run_has_left_broken_gives_way_to_the_last_good_one()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        Ail(workspace, Course.Hangs);
        await Kill(workspace, workspace.Deliver);
        workspace.Timeout = TimeSpan.FromMilliseconds(300);

        var next = await workspace.Deliver();

        next.Status.ShouldBe(StepStatus.Failed);
        next.Reason!.ShouldEndWith("; auth:2 runs again");
    }

    [Theory]
    [InlineData("200 \"up\"", null)]
    [InlineData("503 \"up\"", " answers 503, for 0 s")]
    [InlineData("302 \"up\"", " answers 302, for 0 s")]
    [InlineData("200 \"no\"", " answers without \"up\", for 0 s")]
    public async Task The_load_balancer_has_the_last_word(string answer, string? complaint)
    {
        await using var balancer = new FakeRegistry([
            .. Enumerable.Repeat(FakeRegistry.Answer(int.Parse(answer[..3]), answer[4..]), 200),
        ]);
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        workspace.Task = new()
        {
            Health = new($"http://{balancer.Name}/health"),
            Answer = new() { Body = "up", Times = 3 },
        };

        var result = await workspace.Deliver();

        result.Status.ShouldBe(complaint is null ? StepStatus.Passed : StepStatus.Failed, result.Reason);
        if (complaint is null)
            balancer.Requests.Count.ShouldBe(3);
        else
            result.Reason!.ShouldBe(
                $"auth:3 runs in shop-production/auth, and http://{balancer.Name}/health{complaint}; (service auth) has reached a steady state; auth:2 runs again"
            );
    }

    [Fact]
    public async Task A_deployment_by_another_strategy_is_watched_as_such()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Service.Strategy = "BLUE_GREEN";
        await workspace.Deliver();
        Ail(workspace, Course.Crashes);

        var result = await workspace.Deliver();

        result.Reason!.ShouldStartWith(
            "the deployment of auth:3 to shop-production/auth was taken back: Service deployment rolled back"
        );
        result.Reason!.ShouldEndWith("; auth:2 runs again");
        workspace.Calls("UpdateService").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_deployment_by_another_strategy_that_does_not_end_is_taken_back()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Service.Strategy = "BLUE_GREEN";
        await workspace.Deliver();
        Ail(workspace, Course.Hangs);
        workspace.Timeout = TimeSpan.FromMilliseconds(300);

        (await workspace.Deliver()).Reason!.ShouldEndWith("; auth:2 runs again");

        workspace.Calls("StopServiceDeployment").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_migration_runs_the_new_revision_where_the_service_runs()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Task = new() { Migrate = ["./manage", "migrate"] };

        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);

        var task = workspace.Calls("RunTask").Single();
        $"{task["taskDefinition"]}".ShouldEndWith(":task-definition/auth:2");
        task["overrides"]!
            .ToJsonString()
            .ShouldBe("""{"containerOverrides":[{"name":"auth","command":["./manage","migrate"]}]}""");
    }

    [Fact]
    public async Task A_failed_migration_stops_the_deployment_and_shows_its_last_words()
    {
        await using var logs = new FakeRegistry(
            FakeRegistry.Answer(200, """{ "events": [{ "message": "relation exists" }] }""")
        );
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Logs = $"http://{logs.Name}";
        workspace.Task = new() { Migrate = ["./manage", "migrate"] };
        workspace.Cluster.Tasks.ExitCode = 3;

        var result = await workspace.Deliver();

        result.Reason.ShouldBe(
            "\"./manage migrate\" has failed, and shop-production/auth stays as it is: EssentialContainerExited: "
                + "Essential container in task exited: auth ended with 3; its last words:\nrelation exists"
        );
        logs.Requests.Single().ShouldContain("\"logStreamName\":\"ecs/auth/once-0\"");
        workspace.Calls("UpdateService").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_migration_that_does_not_start_stops_the_deployment()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Task = new() { Migrate = ["./manage"] };
        workspace.Cluster.Tasks.Failure = "RESOURCE:MEMORY";

        (await workspace.Deliver()).Reason.ShouldBe(
            "\"./manage\" could not start, and shop-production/auth stays as it is: RESOURCE:MEMORY"
        );
    }

    [Fact]
    public async Task A_missing_service_is_named()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Task = new() { Service = "aut" };

        (await workspace.Deliver()).Reason!.ShouldStartWith(
            "there is no service aut in the cluster shop-production (sa-east-1): create it, or set \"ecs.services.auth.service\""
        );
    }

    [Fact]
    public async Task A_missing_cluster_is_named()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.ClusterName = "nowhere";

        (await workspace.Deliver()).Reason.ShouldBe(
            "Amazon ECS (sa-east-1) failed to describe nowhere/auth: Cluster not found. (set \"ecs.cluster\" and \"ecs.region\" in the catalog to where it is)"
        );
    }

    [Theory]
    [InlineData("INACTIVE", "ECS", "is INACTIVE, as it was deleted")]
    [InlineData("DRAINING", "ECS", "is DRAINING, as it is being deleted")]
    [InlineData("ACTIVE", "CODE_DEPLOY", "are controlled by CODE_DEPLOY")]
    public async Task A_service_that_cannot_be_updated_is_refused(string status, string controller, string expected)
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        (workspace.Service.Status, workspace.Service.Controller) = (status, controller);

        (await workspace.Deliver()).Reason!.ShouldContain(expected);
    }

    [Fact]
    public async Task Wrong_credentials_are_told()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.SecretKey = "another-made-up-key";

        (await workspace.Deliver()).Reason!.ShouldEndWith("(the secret key does not belong to its id)");
    }

    [Theory]
    [InlineData("AccessDeniedException", 400, "(\"IamPolicies\" writes what the role needs)")]
    [InlineData("LimitExceededException", 400, "ask AWS to raise it")]
    [InlineData("ThrottlingException", 400, "run this again)")]
    [InlineData("ServerException", 500, "made up")]
    public async Task What_ECS_refuses_is_told_and_nothing_is_half_deployed(string code, int status, string expected)
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Cluster.Before = operation =>
        {
            if (operation == "RegisterTaskDefinition")
                throw new Polyfills.Tests.Aws.Refusal(code, "made up", status);
        };

        (await workspace.Deliver()).Reason!.ShouldContain(expected);
        workspace.Service.TaskDefinition.ShouldEndWith("/auth:1");
    }

    [Fact]
    public async Task A_passing_refusal_is_tried_again()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Cluster.NextErrors.Enqueue(("ThrottlingException", 400));

        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);
    }

    // What runs stays well; what comes does not.
    private static void Ail(EcsWorkspace workspace, Course course)
    {
        var known = workspace.Cluster.Definitions.All.Count;
        workspace.Service.CourseOf = revision =>
            workspace.Cluster.Definitions.All.ToList().IndexOf(revision) < known ? Course.Runs : course;
    }

    // Right after the update, as far as the run is concerned.
    private static async Task Kill(EcsWorkspace workspace, Func<Task<StepResult>> deliver)
    {
        var updated = false;
        workspace.Cluster.Before = operation =>
        {
            if (updated)
                throw new Polyfills.Tests.Aws.Refusal("AccessDeniedException");
            updated = operation == "UpdateService";
        };
        (await deliver()).Status.ShouldBe(StepStatus.Failed);
        workspace.Cluster.Before = _ => { };
    }
}

using System.Text.Json.Nodes;
using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ecs;

public class EcsDeliveryTests(CommittedSources sources) : IClassFixture<CommittedSources>
{
    [Fact]
    public async Task A_build_runs_by_its_digest_and_a_later_one_takes_its_place()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var first = await workspace.Build();

        var result = await workspace.Deliver(first);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldBe($"shop-production/auth runs {first.Tag}, auth:2");
        $"{workspace.Container["image"]}".ShouldBe($"registry.example/togglemaster/auth-service@{first.Digest}");
        var second = await workspace.Build();
        (await workspace.Deliver(second)).Status.ShouldBe(StepStatus.Passed);
        var state = await workspace.State();
        state.Problem.ShouldBeNull();
        state.Image.ShouldBe(second);
        state.Deployment!.Trailers.Action.ShouldBe(DeploymentAction.Deploy);
    }

    [Fact]
    public async Task Everything_else_of_the_definition_stays_as_it_was()
    {
        await using var workspace = await EcsWorkspace.Create(sources);

        await workspace.Deliver();

        var expected = EcsWorkspace.NewDefinition();
        expected.Remove("tags");
        expected["volumes"] = new JsonArray();
        expected["containerDefinitions"]![1]!["image"] = workspace.Container["image"]!.DeepClone();
        var registered = workspace.Calls("RegisterTaskDefinition").Single();
        registered.Remove("tags");
        registered.ToJsonString().ShouldBe(expected.ToJsonString());
    }

    [Fact]
    public async Task A_revision_says_what_it_was_made_of_and_keeps_the_tags_of_others()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var image = await workspace.Build();

        await workspace.Deliver(image);

        var tags = workspace.Cluster.Definitions.TagsOf(workspace.Running);
        tags["team"].ShouldBe("platform");
        tags["pipeline:digest"].ShouldBe(image.Digest);
        tags["pipeline:commit"].ShouldStartWith(image.Tag!);
        tags["pipeline:run"].ShouldNotBeEmpty();
        tags["pipeline:before"].ShouldBe("auth:1");
    }

    [Fact]
    public async Task How_many_tasks_a_service_runs_is_left_to_it()
    {
        await using var workspace = await EcsWorkspace.Create(sources);

        await workspace.Deliver();

        workspace.Calls("UpdateService").Single().ContainsKey("desiredCount").ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_without_tasks_says_that_none_was_started()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Service.Desired = 0;

        (await workspace.Deliver()).Reason!.ShouldEndWith(", as no task, for its desired count is 0");
    }

    [Fact]
    public async Task A_second_delivery_registers_nothing_and_says_so()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var image = await workspace.Build();
        await workspace.Deliver(image);

        var result = await workspace.Deliver(image);

        result.Reason.ShouldBe($"already at {image.Tag} (shop-production/auth, auth:2)");
        workspace.Cluster.Definitions.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_variable_and_a_secret_are_set_in_place()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Task = new()
        {
            Environment = Sorted(("LOG_LEVEL", "info"), ("PASSWORD", "none"), ("REGION", "")),
            Secrets = Sorted(("TOKEN", "/shop/token")),
        };

        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);

        workspace.Container["environment"]!
            .ToJsonString()
            .ShouldBe(
                """[{"name":"EMPTY","value":""},{"name":"LOG_LEVEL","value":"info"},{"name":"PASSWORD","value":"none"},{"name":"REGION","value":""}]"""
            );
        workspace.Container["secrets"]!.ToJsonString().ShouldBe("""[{"name":"TOKEN","valueFrom":"/shop/token"}]""");
    }

    [Theory]
    [InlineData(
        "ops/auth.json",
        """{ "family": "auth", "cpu": "512", "containerDefinitions": [{ "name": "auth", "image": "x", "cpu": 1 }] }"""
    )]
    [InlineData("ops/auth.yaml", "cpu: '512'\ncontainerDefinitions:\n- name: auth\n  image: x\n  cpu: 1\n")]
    public async Task A_definition_of_the_repository_is_registered_once(string file, string text)
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Write(file, text);
        workspace.Task = new() { Definition = workspace.Root / file };
        var image = await workspace.Build();

        await workspace.Deliver(image);
        var again = await workspace.Deliver(image);

        again.Reason!.ShouldStartWith($"already at {image.Tag}");
        $"{workspace.Running["cpu"]}".ShouldBe("512");
        workspace.Running["containerDefinitions"]!.AsArray().Count.ShouldBe(1);
        (await workspace.State()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_changed_definition_of_the_repository_is_drift_until_it_is_delivered()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Write("ops/auth.yaml", "cpu: '512'\ncontainerDefinitions: [{ name: auth, image: x }]\n");
        workspace.Task = new() { Definition = workspace.Root / "ops" / "auth.yaml" };
        var image = await workspace.Build();
        await workspace.Deliver(image);
        workspace.Write("ops/auth.yaml", "cpu: '1024'\ncontainerDefinitions: [{ name: auth, image: x }]\n");

        (await workspace.State()).Problem.ShouldBe("auth:2 differs from what the repository states in cpu: deliver it");
        (await workspace.Deliver(image)).Reason!.ShouldContain("auth:3");
        (await workspace.State()).Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("ops/auth.json", "{ \"family\": }", "ops/auth.json:1:13: not JSON")]
    [InlineData("ops/auth.yaml", "a: [", "ops/auth.yaml:2:1: not YAML")]
    [InlineData("ops/auth.yaml", "a: b", "ops/auth.yaml is not a task definition")]
    [InlineData("ops/auth.yaml", "containerDefinitions: [{ name: a }, { name: b }]", "which container of auth.yaml")]
    public async Task What_is_no_definition_is_refused_with_its_place(string file, string text, string expected)
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Write(file, text);
        workspace.Task = new() { Definition = workspace.Root / file };

        var result = await workspace.Deliver();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(expected);
        workspace.Calls("UpdateService").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_freeze_holds_back_a_build_and_lets_pass_what_changes_nothing()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var first = await workspace.Build();
        await workspace.Deliver(first);
        workspace.Freezes =
        [
            new("always", "nobody is here", TimeZoneInfo.Utc, new LocalSpan.Once(new(2000, 1, 1), new(2900, 1, 1))),
        ];

        var again = await workspace.Deliver(first);
        var next = await workspace.Deliver();

        again.Reason!.ShouldStartWith($"already at {first.Tag}");
        next.Status.ShouldBe(StepStatus.Failed);
        next.Reason!.ShouldStartWith("production is frozen until 2900-01-01");
    }

    [Fact]
    public async Task An_earlier_build_leaves_the_later_one_running()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var earlier = await workspace.Build();
        var later = await workspace.Build();
        await workspace.Deliver(later);

        (await workspace.Deliver(earlier)).Reason!.ShouldStartWith($"superseded by {later.Tag}");
    }

    private static ImmutableSortedDictionary<string, string> Sorted(params (string Key, string Value)[] values) =>
        values.ToImmutableSortedDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);
}

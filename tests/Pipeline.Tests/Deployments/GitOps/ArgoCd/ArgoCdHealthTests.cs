using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.ArgoCd;
using Pipeline.Deployments.Health;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

public sealed class ArgoCdHealthTests : IDisposable
{
    private readonly string variable = $"PIPELINE_TESTS_{Guid.NewGuid():N}";

    public ArgoCdHealthTests() => Environment.SetEnvironmentVariable(variable, FakeArgoCd.Token);

    [Theory]
    [InlineData("Synced", "Healthy", HealthState.Healthy)]
    [InlineData("OutOfSync", "Healthy", HealthState.Progressing)]
    [InlineData("Synced", "Progressing", HealthState.Progressing)]
    [InlineData("Synced", "Suspended", HealthState.Progressing)]
    [InlineData("OutOfSync", "Degraded", HealthState.Unhealthy)]
    [InlineData("OutOfSync", "Missing", HealthState.Unhealthy)]
    [InlineData("Unknown", "Healthy", HealthState.Unknown)]
    [InlineData("Synced", "Unknown", HealthState.Unknown)]
    public async Task A_service_fares_as_its_application_does(string sync, string health, HealthState expected)
    {
        await using var server = new FakeArgoCd();
        server.Course.Enqueue([NewApplication.Of("auth-qa", new('a', 40), sync, health)]);

        var found = await new ArgoCdHealth().Of(Qa(server), ManifestCase.NewService("auth"), default);

        found.ShouldBe(new(expected, $"auth-qa is {sync}, {health}", sync));
    }

    [Fact]
    public async Task The_worst_of_several_applications_counts_and_one_list_serves_all_services()
    {
        await using var server = new FakeArgoCd();
        server.Course.Enqueue([
            NewApplication.Of("flag-qa", new('a', 40)),
            NewApplication
                .Of("flag-worker", new('a', 40), "Synced", "Degraded")
                .With("status.health.message", "\"it crashes\"")
                .With("metadata.labels", """{ "pipeline/service": "flag", "pipeline/environment": "qa" }"""),
        ]);
        var health = new ArgoCdHealth();

        var flag = await health.Of(Qa(server), ManifestCase.NewService("flag"), default);
        var auth = await health.Of(Qa(server), ManifestCase.NewService("auth"), default);

        flag.ShouldBe(new(HealthState.Unhealthy, "flag-worker is Synced, Degraded: it crashes", "Synced"));
        auth.ShouldBe(new(HealthState.Unknown, "unknown: Argo CD shows no application auth-qa"));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_not_to_be_had_is_not_the_same_as_nobody_to_ask()
    {
        await using var server = new FakeArgoCd();
        Environment.SetEnvironmentVariable(variable, "made-up-expired-token");
        var health = new ArgoCdHealth();

        var refused = await health.Of(Qa(server), ManifestCase.NewService("auth"), default);
        var unwatched = await health.Of(Qa(server) with { ArgoCd = null }, ManifestCase.NewService("auth"), default);

        refused.State.ShouldBe(HealthState.Unknown);
        refused.Detail.ShouldStartWith("unknown: Argo CD does not accept the token");
        unwatched.ShouldBe(new(HealthState.NotChecked, "not checked: \"argocd\" is not enabled for qa"));
    }

    public void Dispose() => Environment.SetEnvironmentVariable(variable, null);

    private DeploymentEnvironment Qa(FakeArgoCd server) =>
        new()
        {
            Name = "qa",
            Registry = "registry.example",
            GitOps = new("nowhere", "main", "gitops"),
            Gates = [],
            ArgoCd = new()
            {
                IsEnabled = true,
                Server = server.Address,
                TokenVariable = variable,
                Namespace = "shop",
            },
        };
}

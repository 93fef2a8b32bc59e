namespace EndToEnd.Tests.Delivery;

/// <summary>The sample platform, delivered once, and the same commit again.</summary>
public sealed class DeliveredTwice : IAsyncLifetime
{
    public static readonly string[] Services = ["analytics", "auth", "evaluation", "flag", "targeting"];

    public SamplePlatform Platform { get; } = new();

    public BuildOutcome First { get; private set; } = null!;

    public string TipAfterFirst { get; private set; } = null!;

    public BuildOutcome Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        First = await Platform.Build("Deliver");
        TipAfterFirst = First.ExitCode == 0 ? Platform.GitOps("rev-parse", "main") : "";
        Second = await Platform.Build("Deliver");
    }

    public ValueTask DisposeAsync()
    {
        Platform.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class DeliveryTests(DeliveredTwice delivered) : IClassFixture<DeliveredTwice>
{
    private readonly SamplePlatform platform = delivered.Platform;

    [Fact]
    public void A_delivery_succeeds_and_skips_only_what_needs_an_outside_scanner_or_advisories()
    {
        delivered.First.ExitCode.ShouldBe(0, delivered.First.Output);

        var skipped = delivered.First.Steps.Where(step => !step.EndsWith(" passed", StringComparison.Ordinal));

        skipped.ShouldAllBe(step => step.StartsWith("Scan ") || step.StartsWith("Sbom ") || step.StartsWith("Sca "));
        if (skipped.Contains("Scan auth skipped"))
            delivered.First.Reason("Scan", "auth").ShouldContain("trivy is not installed");
    }

    [Fact]
    public async Task The_digests_in_the_manifests_are_those_in_the_registry()
    {
        using var registry = await platform.OpenRegistry();
        var tag = platform.Git("rev-parse", "--short=7", "HEAD");

        foreach (var service in DeliveredTwice.Services)
        {
            var digest = await registry.Digest($"togglemaster/{service}-service", tag);

            platform.Deployed(service).ShouldBe($"{platform.Registry}/togglemaster/{service}-service:{tag}@{digest}");
        }
    }

    [Fact]
    public void All_services_are_bumped_in_one_commit() =>
        platform
            .GitOps("rev-list", "--count", delivered.TipAfterFirst)
            .ShouldBe("2", "one that seeds the repository, and one that bumps");

    [Fact]
    public void A_bump_changes_one_line_a_service()
    {
        var changed = platform.GitOps("show", "--numstat", "--format=", delivered.TipAfterFirst);

        changed
            .Split('\n')
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                DeliveredTwice.Services.Select(service => $"1\t1\tgitops/manifests/{service}-service/deployment.yaml")
            );
    }

    [Fact]
    public void The_same_commit_again_changes_nothing_and_says_so()
    {
        delivered.Second.ExitCode.ShouldBe(0, delivered.Second.Output);

        platform.GitOps("rev-parse", "main").ShouldBe(delivered.TipAfterFirst);
        foreach (var service in DeliveredTwice.Services)
        {
            delivered.Second.Reason("Push", service).ShouldContain("already in the registry");
            delivered.Second.Reason("Bump", service).ShouldContain("already at");
        }
    }

    [Fact]
    public async Task Every_pushed_image_starts_and_answers_its_health_endpoint()
    {
        var outcome = await platform.Build("Smoke");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome
            .Steps.Where(step => step.StartsWith("Smoke", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ShouldBe(DeliveredTwice.Services.Select(service => $"Smoke {service} passed"));
    }

    [Fact]
    public void Nothing_but_artifacts_is_left_in_the_work_tree() =>
        platform.Git("status", "--porcelain", "--untracked-files=all").ShouldBeEmpty();
}

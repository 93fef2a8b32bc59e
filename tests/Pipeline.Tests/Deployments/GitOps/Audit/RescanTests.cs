using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments.GitOps.Audit;

public sealed class RescanTests
{
    private static readonly Finding Vulnerability = new("trivy", "CVE-2026-0001", Severity.Critical, "made up")
    {
        Package = "libmadeup@1.0",
    };

    private readonly List<ImageReference> scanned = [];

    [Fact]
    public async Task What_is_deployed_and_harmless_passes_and_is_scanned_once_wherever_it_runs()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Deliver();
        await workspace.Promote("qa");

        var result = await Rescan(workspace, ScanReport.Complete("trivy", []));

        result.ShouldBe(StepResult.PassedWith("develop: trivy: no findings; qa: trivy: no findings"));
        scanned.ShouldBe([image]);
    }

    [Fact]
    public async Task What_became_known_since_the_delivery_fails()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();

        var result = await Rescan(workspace, ScanReport.Complete("trivy", [Vulnerability]));

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("develop: trivy: 1 finding of severity high and above");
        result.Reason!.ShouldContain("CVE-2026-0001");
    }

    [Fact]
    public async Task What_an_environment_excuses_fails_only_in_the_others()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");
        workspace.Change("develop", develop => develop with { Policy = new() { IgnoreUnfixed = true } });

        var result = await Rescan(workspace, ScanReport.Complete("trivy", [Vulnerability]));

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("develop: trivy: 1 finding below the threshold or excused");
        result.Reason!.ShouldContain("qa: trivy: 1 finding of severity high and above");
    }

    [Fact]
    public async Task Without_a_scanner_nothing_is_known_and_that_fails_where_Scan_may_not_be_skipped()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        workspace.Change("develop", develop => develop with { Gates = ["Scan"] });

        var result = await Rescan(workspace, ScanReport.Absent("trivy", "trivy is not installed"));

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("develop: trivy is not installed");
    }

    [Fact]
    public async Task An_image_that_its_registry_lost_fails_and_is_not_scanned()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await using var empty = await SeededRegistry.Start();
        await workspace.Commit();
        var image = await workspace.Deliver();
        workspace.Change("develop", develop => develop with { Registry = empty.Name });

        var result = await Rescan(workspace, ScanReport.Complete("trivy", []));

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"does not hold {image.Digest}");
        scanned.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nothing_was_delivered_there_is_nothing_to_scan()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();

        var result = await Rescan(workspace, ScanReport.Complete("trivy", []));

        result.ShouldBe(StepResult.Skipped("no image of auth was delivered"));
    }

    private Task<StepResult> Rescan(PromotionWorkspace workspace, ScanReport report) =>
        workspace.Run(
            "Rescan",
            "develop",
            "auth",
            step =>
                Pipeline.Deployments.Audit.Rescan.Run(
                    step.Service,
                    step,
                    workspace.Environments,
                    workspace.Kinds,
                    (_, image) =>
                    {
                        scanned.Add(image);
                        return Task.FromResult(report);
                    }
                )
        );
}

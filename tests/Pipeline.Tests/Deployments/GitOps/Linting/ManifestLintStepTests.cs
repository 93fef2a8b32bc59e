using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Deployments.GitOps.Linting;

public sealed class ManifestLintStepTests
{
    [Fact]
    public async Task Findings_above_the_threshold_fail_the_step_and_go_into_the_report()
    {
        await using var harness = new StepHarness();
        Write(
            harness,
            "gitops/manifests/auth-service/a.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndta: {}\n"
        );
        harness.Service = harness.Service with { Manifests = "auth-service" };

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.ShouldBe(
            StepResult.Failed(
                "manifests: 1 finding of severity high and above: gitops/manifests/auth-service/a.yaml:4:1 [high] schema \"dta\" is not a field of ConfigMap: did you mean \"data\"?"
            )
        );
        var set = harness.Run.Handover.All<FindingSet>().ShouldHaveSingleItem().Value;
        File.Exists(harness.Root / "artifacts" / set.Report).ShouldBeTrue();
    }

    [Fact]
    public async Task Manifests_in_a_folder_of_the_environment_are_found()
    {
        await using var harness = new StepHarness();
        Write(
            harness,
            "gitops/manifests/auth/local/a.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndta: {}\n"
        );
        harness.Service = harness.Service with { Manifests = "auth/{environment}" };

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("gitops/manifests/auth/local/a.yaml:4:1");
    }

    [Fact]
    public async Task Manifests_that_are_elsewhere_are_not_taken_for_good_ones()
    {
        await using var harness = new StepHarness();

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldStartWith("the manifests of local are not in this repository (gitops/manifests)");
    }

    private static void Write(StepHarness harness, string path, string content)
    {
        var file = harness.Root / path;
        Directory.CreateDirectory(file.Parent!);
        File.WriteAllText(file, content);
    }
}

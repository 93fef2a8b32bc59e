using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.GitOps.Manifests;
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

    [Theory]
    [InlineData("values.yaml", "image: { repository: x, tag: y }\n")]
    [InlineData(
        "kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [https://git.example/x]\n"
    )]
    [InlineData("thing.yaml", "apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: x }\n")]
    [InlineData("templates/deployment.yaml", "kind: Deployment\nmetadata: { name: {{ .Release.Name }} }\n")]
    public async Task Where_no_manifest_was_looked_at_there_is_no_green(string file, string content)
    {
        await using var harness = new StepHarness();
        Write(harness, $"gitops/manifests/auth-service/{file}", content);
        harness.Service = harness.Service with { Manifests = "auth-service" };

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldStartWith(
            $"no manifest of {harness.Service.Name} was looked at: the 1 files of gitops/manifests/auth-service describe no objects of Kubernetes"
        );
    }

    [Fact]
    public void A_finding_is_told_for_the_service_whose_manifest_it_is_and_once()
    {
        ImmutableArray<Service> services = [ManifestCase.NewService("auth"), ManifestCase.NewService("flag")];
        var owners = new ManifestOwners(services, service => service.Manifests ?? "gitops", (_, _) => false);
        ParsedFile[] files =
        [
            Parsed("gitops/all/flag-service.yaml", "kind: Service\nmetadata: { name: web }\n"),
            Parsed("gitops/web.yaml", "kind: Deployment\nmetadata: { name: auth }\n"),
            Parsed("gitops/namespace.yaml", "kind: Namespace\nmetadata: { name: shop }\n"),
        ];

        var told = files.Select(file =>
            services.Where(service => owners.IsToldFor(service, file)).Select(service => service.Name)
        );

        told.Select(names => string.Join(' ', names)).ShouldBe(["flag", "auth", "auth"]);
    }

    [Fact]
    public void In_a_shared_file_each_objects_findings_are_told_for_the_service_that_it_is_named_for()
    {
        ImmutableArray<Service> services = [ManifestCase.NewService("auth"), ManifestCase.NewService("flag")];
        var owners = new ManifestOwners(services, service => $"gitops/{service.Name}", (_, _) => true);
        var file = Parsed(
            "base/all.yaml",
            "- { apiVersion: v1, kind: Pod, metadata: { name: flag } }\n- apiVersion: v1\n  kind: Pod\n  metadata: { name: auth-service }\n"
        );

        var told = new[] { 1, 2, 4 }.Select(line =>
            services.Single(service => owners.IsToldFor(service, file, line)).Name
        );

        told.ShouldBe(["flag", "auth", "auth"]);
    }

    [Fact]
    public async Task Objects_in_a_list_at_the_top_are_checked()
    {
        await using var harness = new StepHarness();
        Write(
            harness,
            "gitops/manifests/auth-service/a.yaml",
            "- { apiVersion: v1, kind: ConfigMap, metadata: { name: x }, dta: {} }\n"
        );
        harness.Service = harness.Service with { Manifests = "auth-service" };

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.Reason!.ShouldContain("a.yaml:1:61 [high] schema \"dta\" is not a field of ConfigMap");
    }

    [Fact]
    public async Task What_hides_the_image_is_a_finding_also_beside_values_alone()
    {
        await using var harness = new StepHarness();
        Write(
            harness,
            "gitops/manifests/auth-service/values.yaml",
            "image: { repository: togglemaster/auth-service, tag: 1.2.3 }\n"
        );
        Write(
            harness,
            "gitops/manifests/auth-service/.argocd-source.yaml",
            "helm:\n  parameters: [{ name: image.tag, value: 1.2.0 }]\n"
        );
        harness.Service = harness.Service with { Manifests = "auth-service" };

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            "gitops/manifests/auth-service/.argocd-source.yaml:2:42 [high] writer-argocd-source the override file states"
        );
        harness.Run.Handover.All<FindingSet>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_only_may_write_the_image_is_a_finding_that_fails_nothing()
    {
        await using var harness = new StepHarness();
        Write(
            harness,
            "gitops/manifests/auth-service/values.yaml",
            "image: { repository: togglemaster/auth-service, tag: 1.2.3 }\n"
        );
        Write(harness, "renovate.json", "{ \"extends\": [\"config:recommended\"] }\n");
        harness.Service = harness.Service with { Manifests = "auth-service" };

        var result = await harness.Execute("LintManifests", ManifestLint.Run);

        result.Status.ShouldBe(StepStatus.Passed);
        harness
            .Run.Handover.All<FindingSet>()
            .ShouldHaveSingleItem()
            .Value.Findings.ShouldHaveSingleItem()
            .ToString()
            .ShouldStartWith("renovate.json:1:3 [low] writer-renovate Renovate's manager helm-values proposes");
    }

    private static ParsedFile Parsed(string path, string text) =>
        ParsedFile.Of(new(path, Encoding.UTF8.GetBytes(text)));

    private static void Write(StepHarness harness, string path, string content)
    {
        var file = harness.Root / path;
        Directory.CreateDirectory(file.Parent!);
        File.WriteAllText(file, content);
    }
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality;
using Pipeline.Tests.Catalog;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

public sealed class ScaffoldTests : IDisposable
{
    private const string Project = "gitops/argocd/qa/project.yaml";
    private const string Applications = "gitops/argocd/qa/applications.yaml";
    private const string Address = "https://git.example/shop/gitops";

    private readonly CatalogFixture repository = new("services/auth/go.mod");

    [Fact]
    public void The_committed_manifests_of_the_sample_are_those_of_its_catalog()
    {
        AbsolutePath sample = Path.Combine(Repository.Root, "samples", "togglemaster");
        var platform = CatalogReader.Read(sample / "pipeline.yaml", sample / "artifacts", SupportedLanguages.Declared);

        Scaffold.Check(platform, sample, TextWriter.Null);

        Directory.GetDirectories(sample / "gitops" / "argocd").Length.ShouldBe(4);
    }

    [Theory]
    [InlineData(Project, "AppProject")]
    [InlineData(Applications, "ApplicationSet")]
    public void What_is_written_holds_against_the_resource_definition(string path, string kind)
    {
        Write("");

        var definition = new ResourceDefinition(kind);

        definition.Contradictions(ManifestParser.Parse(Read(path)).Single().Root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AppProject", "spec: { sourceRepo: [] }", "spec.sourceRepo is not defined")]
    [InlineData("ApplicationSet", "spec: { generators: [{ lists: {} }] }", "spec.generators[0].lists is not defined")]
    [InlineData("ApplicationSet", "spec: { goTemplate: [] }", "spec.goTemplate is no boolean")]
    public void What_the_resource_definition_does_not_allow_is_noticed(string kind, string yaml, string expected) =>
        new ResourceDefinition(kind).Contradictions(ManifestParser.Parse(yaml).Single().Root).ShouldContain(expected);

    [Fact]
    public void The_project_may_do_what_its_manifests_take_and_no_more()
    {
        Write("");

        var project = Read(Project);

        project.ShouldContain(
            $"  sourceRepos:\n    - {Address}\n  destinations:\n    - name: in-cluster\n      namespace: shop\n"
        );
        project.ShouldContain(
            "  clusterResourceWhitelist:\n    - group: \"\"\n      kind: Namespace\n  namespaceResourceWhitelist:\n    - group: \"\"\n      kind: Service\n    - group: apps\n      kind: Deployment\n  orphaned"
        );
        project.ShouldContain("p, proj:shop-qa:pipeline, applications, get, shop-qa/*, allow\n");
    }

    [Fact]
    public void An_automatic_environment_syncs_itself_and_a_guarded_one_waits_for_people()
    {
        Write("");
        var automatic = Read(Applications);
        Write("promotion: pullRequest, pullRequest: { repository: shop/gitops }, ");
        var guarded = Read(Applications);

        automatic.ShouldContain(
            "      syncPolicy:\n        automated:\n          prune: true\n          selfHeal: true\n        retry:\n"
        );
        automatic.ShouldNotContain("preserveResourcesOnDeletion");
        guarded.ShouldContain("      syncPolicy:\n        retry:\n");
        guarded.ShouldEndWith("            maxDuration: 3m\n  syncPolicy:\n    preserveResourcesOnDeletion: true\n");
    }

    [Fact]
    public void An_application_watches_the_folders_that_its_kustomization_takes_in()
    {
        Write("");

        Read(Applications)
            .ShouldContain(
                "          - name: auth-qa\n            service: auth\n            path: gitops/qa/auth-service\n            watched: /gitops/qa/auth-service;/gitops/base/auth\n"
                    + "          - name: common-qa\n            service: common\n            path: gitops/common\n            watched: /gitops/common\n"
            );
    }

    [Fact]
    public void An_application_reads_the_folder_that_its_service_has_in_the_environment()
    {
        repository.Write("gitops/qa/auth/qa/a.yaml", "apiVersion: v1\nkind: Service\n");
        var platform = repository.Read(
            $$"""
            platform: shop
            services: { auth: { manifests: 'auth/{environment}' } }
            environments:
              qa: { registry: r.example, gitops: { repository: '{{Address}}', path: gitops/qa }, argocd: {} }
            """
        );

        Scaffold.Write(platform, repository.Root, TextWriter.Null);

        Read(Applications).ShouldContain("            path: gitops/qa/auth/qa\n");
    }

    [Fact]
    public void Notifications_are_annotations()
    {
        Write("", ", notifications: { on-deployed.slack: 'a, b', on-health-degraded.email: x@example.com }");

        Read(Applications)
            .ShouldContain(
                "        notifications.argoproj.io/subscribe.on-deployed.slack: \"a, b\"\n        notifications.argoproj.io/subscribe.on-health-degraded.email: x@example.com\n"
            );
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        Write("");

        Write("").ShouldBe("the manifests of Argo CD are up to date\n");
    }

    [Fact]
    public void What_differs_from_the_catalog_fails_the_check_and_is_shown()
    {
        Write("");
        File.WriteAllText(repository.Root / Project, Read(Project).Replace("namespace: shop", "namespace: '*'"));
        var output = new StringWriter();

        var failure = Should.Throw<ScaffoldException>(() => Scaffold.Check(Platform("", ""), repository.Root, output));

        failure.Message.ShouldBe($"{Project} differ from the catalog: run ./build.sh Scaffold, and commit them");
        output.ToString().ShouldBe($"{Project}\n  -14:       namespace: '*'\n  +14:       namespace: shop\n");
    }

    [Fact]
    public void The_files_of_an_environment_that_is_gone_are_removed_and_those_of_others_are_not()
    {
        Write("");
        repository.Write("gitops/argocd/old/project.yaml", Read(Project));
        repository.Write("gitops/argocd/old/own.yaml", "kind: AppProject\n");

        Write("").ShouldBe("removed gitops/argocd/old/project.yaml\n");

        File.Exists(repository.Root / "gitops/argocd/old/own.yaml").ShouldBeTrue();
    }

    [Fact]
    public void A_service_without_manifests_is_named()
    {
        repository.Write("gitops/qa/other/a.yaml", "kind: X\n");

        var failure = Should.Throw<ScaffoldException>(() =>
            Scaffold.Write(Platform("", ""), repository.Root, TextWriter.Null)
        );

        failure.Message.ShouldStartWith(
            "auth has no manifests in gitops/qa/auth-service: add them, or correct \"gitops.path\" of qa"
        );
    }

    public void Dispose() => repository.Dispose();

    private string Write(string environment, string argoCd = "")
    {
        repository.Write(
            "gitops/qa/auth-service/kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../../base/auth]\n"
        );
        repository.Write(
            "gitops/base/auth/a.yaml",
            "apiVersion: apps/v1\nkind: Deployment\n---\napiVersion: v1\nkind: Service\n"
        );
        repository.Write("gitops/common/a.yaml", "apiVersion: v1\nkind: Namespace\n");
        repository.Write("gitops/other/a.yaml", "apiVersion: v1\nkind: ResourceQuota\n");
        var output = new StringWriter();
        Scaffold.Write(Platform(environment, argoCd), repository.Root, output);
        return output.ToString();
    }

    private Platform Platform(string environment, string argoCd) =>
        repository.Read(
            $$"""
            platform: shop
            services: { auth: { manifests: auth-service } }
            environments:
              qa: { {{environment}}registry: r.example, gitops: { repository: '{{Address}}', path: gitops/qa }, argocd: { folders: [gitops/common]{{argoCd}} } }
            """
        );

    private string Read(string path) => File.ReadAllText(repository.Root / path);
}

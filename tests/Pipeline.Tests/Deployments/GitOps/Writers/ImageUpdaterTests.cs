using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>When Argo CD Image Updater sets the image too, and when it only looks so.</summary>
public sealed class ImageUpdaterTests
{
    private const string Own = "[{ alias: auth, imageName: 'registry.example:5000/togglemaster/auth-service:1.x' }]";
    private const string Prefix = "argocd-image-updater.argoproj.io/";
    private const string Annotations = $"{{ {Prefix}image-list: 'app={WriterCase.Image}:1.x, redis' }}";

    [Theory]
    [InlineData("auth-develop", "")]
    [InlineData("*-develop", "")]
    [InlineData("*", "labelSelectors: { matchLabels: { team: login } },")]
    [InlineData("*", "labelSelectors: { matchExpressions: [{ key: team, operator: In, values: [login] }] },")]
    public void An_updater_that_selects_the_application_and_names_the_image_undoes_bumps(
        string pattern,
        string selector
    )
    {
        var writer = Updated($"{{ namePattern: '{pattern}', {selector} images: {Own} }}").Writer();

        writer.Refuses.ShouldBeTrue();
        writer
            .ToString()
            .ShouldBe(
                $"argocd/updater.yaml:8:{writer.Where.Column} Argo CD Image Updater is to set the image of auth in "
                    + "auth-develop: a bump or a rollback would be undone; take the image out of the ImageUpdater, or "
                    + "have it ignore all tags (\"*\")"
            );
    }

    [Theory]
    [InlineData("{ namePattern: 'flag-*', images: " + Own + " }")]
    [InlineData("{ namePattern: '*', images: [{ alias: flag, imageName: togglemaster/flag-service }] }")]
    [InlineData("{ namePattern: '*', images: [{ alias: auth, imageName: ghcr.io/others/togglemaster/auth-service }] }")]
    [InlineData("{ namePattern: '*', labelSelectors: { matchLabels: { team: other } }, images: " + Own + " }")]
    [InlineData(
        "{ namePattern: '*', labelSelectors: { matchExpressions: [{ key: team, operator: DoesNotExist }] }, images: "
            + Own
            + " }"
    )]
    [InlineData("{ namePattern: '*', commonUpdateSettings: { ignoreTags: ['*'] }, images: " + Own + " }")]
    [InlineData(
        "{ namePattern: '*', images: [{ alias: auth, imageName: togglemaster/auth-service, commonUpdateSettings: { ignoreTags: ['*'] } }] }"
    )]
    [InlineData("{ namePattern: '*', useAnnotations: true, images: " + Own + " }")]
    public void An_updater_for_other_applications_or_images_or_one_that_is_off_undoes_nothing(string reference) =>
        Updated(reference).Writers().ShouldBeEmpty();

    [Fact]
    public void The_most_specific_reference_counts_alone()
    {
        var exact = "{ namePattern: auth-develop, images: [{ alias: r, imageName: redis }] }";
        var wide = $"{{ namePattern: '*', images: {Own} }}";

        Updated($"{wide}, {exact}").Writers().ShouldBeEmpty();
    }

    [Fact]
    public void Letters_and_a_label_selector_make_a_reference_more_specific()
    {
        var letters = "{ namePattern: 'auth-*', images: [{ alias: r, imageName: redis }] }";
        var labels =
            $"{{ namePattern: 'auth-*', labelSelectors: {{ matchLabels: {{ team: login }} }}, images: {Own} }}";

        Updated($"{letters}, {labels}").Writer().Refuses.ShouldBeTrue();
    }

    [Fact]
    public void Two_updaters_that_select_the_application_are_both_told()
    {
        var reference = $"{{ namePattern: '*', images: {Own} }}";

        var writers = Updated(reference).With("argocd/second-updater.yaml", Updater(reference)).Writers();

        writers
            .Select(writer => writer.File)
            .ShouldBe(["argocd/updater.yaml", "argocd/second-updater.yaml"], ignoreOrder: true);
    }

    [Fact]
    public void An_updater_of_another_namespace_does_not_see_the_application() =>
        WriterCase
            .Kustomized.WithApplication()
            .With("argocd/updater.yaml", Updater($"{{ namePattern: '*', images: {Own} }}", "other"))
            .Writers()
            .ShouldBeEmpty();

    [Fact]
    public void A_folder_of_plain_manifests_is_not_updated_whatever_is_stated() =>
        WriterCase
            .Plain.WithApplication(Annotations)
            .With("argocd/updater.yaml", Updater($"{{ namePattern: '*', images: {Own} }}"))
            .Writers()
            .ShouldBeEmpty();

    [Theory]
    [InlineData("writeBackConfig: { method: git, gitConfig: { pullRequest: { github: {} } } },")]
    [InlineData("writeBackConfig: { method: git, gitConfig: { branch: 'main:updates' } },")]
    public void A_pull_request_undoes_nothing_by_itself(string write)
    {
        var writer = Updated($"{{ namePattern: '*', {write} images: {Own} }}").Writer();

        writer.Effect.ShouldBe(WriterEffect.Proposes);
        writer.Refuses.ShouldBeFalse();
    }

    [Fact]
    public void The_catalog_names_the_application_where_Git_has_none() =>
        WriterCase
            .Kustomized.With("argocd/updater.yaml", Updater($"{{ namePattern: auth-develop, images: {Own} }}"))
            .Writer()
            .Refuses.ShouldBeTrue();

    [Fact]
    public void On_a_machine_without_Argo_CD_nothing_is_updated()
    {
        var local = WriterCase.Kustomized with
        {
            Environment = WriterCase.Kustomized.Environment with { IsLocal = true, ArgoCd = null },
        };

        local.With("argocd/updater.yaml", Updater($"{{ namePattern: '*', images: {Own} }}")).Writers().ShouldBeEmpty();
    }

    [Fact]
    public void Annotations_alone_are_a_warning_because_from_version_1_on_they_do_nothing()
    {
        var writer = WriterCase.Kustomized.WithApplication(Annotations).Writer();

        writer.Refuses.ShouldBeFalse();
        writer
            .ToString()
            .ShouldStartWith(
                "argocd/auth-develop.yaml:7:63 annotations of auth-develop have Argo CD Image Updater set the image of "
                    + "auth: where that runs, a bump or a rollback is undone; "
            );
    }

    [Fact]
    public void Annotations_that_an_updater_selects_undo_bumps() =>
        WriterCase
            .Kustomized.WithApplication(Annotations)
            .With("argocd/updater.yaml", Updater("{ namePattern: '*', useAnnotations: true }"))
            .Writer()
            .Refuses.ShouldBeTrue();

    [Fact]
    public void Annotations_beside_an_updater_that_names_images_itself_are_nothing() =>
        WriterCase
            .Kustomized.WithApplication(Annotations)
            .With("argocd/updater.yaml", Updater("{ namePattern: '*', images: [{ alias: r, imageName: redis }] }"))
            .Writers()
            .ShouldBeEmpty();

    [Theory]
    [InlineData("kind: Deployment\nspec: { image: 'quay.io/argoprojlabs/argocd-image-updater:v0.16.0' }\n")]
    [InlineData(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: updater }\nspec:\n  source: { repoURL: 'https://argoproj.github.io/argo-helm', chart: argocd-image-updater, targetRevision: 0.9.6 }\n"
    )]
    public void Annotations_beside_a_version_before_1_undo_bumps(string installed) =>
        WriterCase
            .Kustomized.WithApplication(Annotations)
            .With("argocd/install.yaml", installed)
            .Writer()
            .Refuses.ShouldBeTrue();

    [Theory]
    [InlineData($"{{ {Prefix}app.update-strategy: semver, {Prefix}write-back-method: git }}")]
    [InlineData($"{{ {Prefix}image-list: 'app=togglemaster/flag-service' }}")]
    [InlineData($"{{ {Prefix}image-list: 'app={WriterCase.Image}', {Prefix}app.ignore-tags: '*' }}")]
    [InlineData("{} # argocd-image-updater.argoproj.io/image-list: togglemaster/auth-service")]
    public void Annotations_without_the_image_or_that_ignore_all_tags_are_nothing(string annotations) =>
        WriterCase.Kustomized.WithApplication(annotations).Writers().ShouldBeEmpty();

    [Fact]
    public void Annotations_of_an_ApplicationSet_count_for_each_of_its_applications()
    {
        var set = $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata: { name: all }
            spec:
              generators:
                - list: { elements: [{ service: auth }, { service: flag }] }
              template:
                metadata:
                  name: "{{"{{service}}"}}-develop"
                  annotations:
                    {{Prefix}}image-list: "app=registry.example:5000/togglemaster/{{"{{service}}"}}-service"
                spec:
                  source: { repoURL: https://github.com/togglemaster/gitops, path: "gitops/develop/{{"{{service}}"}}" }
            """;

        var writer = WriterCase.Kustomized.With("argocd/applications.yaml", set).Writer();

        writer.ToString().ShouldStartWith("argocd/applications.yaml:11:");
        writer.IsActive.ShouldBeFalse();
    }

    [Fact]
    public void An_application_of_another_repository_is_not_the_services()
    {
        var foreign = WriterCase.Kustomized.WithApplication(Annotations);
        foreign = foreign.With(
            "argocd/auth-develop.yaml",
            foreign.Files["argocd/auth-develop.yaml"].Replace("togglemaster/gitops.git", "others/gitops.git")
        );

        foreign.Writers().ShouldBeEmpty();
    }

    private static WriterCase Updated(string references) =>
        WriterCase
            .Kustomized.WithApplication(labels: "{ team: login }")
            .With("argocd/updater.yaml", Updater(references));

    private static string Updater(string references, string @namespace = "argocd") =>
        $$"""
            apiVersion: argocd-image-updater.argoproj.io/v1alpha1
            kind: ImageUpdater
            metadata:
              name: all
              namespace: {{@namespace}}
            spec:
              applicationRefs:
                [{{references}}]
            """;
}

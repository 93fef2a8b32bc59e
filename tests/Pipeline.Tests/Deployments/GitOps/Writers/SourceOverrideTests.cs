using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>What Argo CD puts over the manifests is written in vain by a bump.</summary>
public sealed class SourceOverrideTests
{
    private const string Kustomize = $"kustomize:\n  images:\n    - {WriterCase.Image}:1.2.0\n";
    private const string Parameters =
        "helm:\n  parameters:\n    - { name: replicas, value: '2' }\n    - { name: image.tag, value: 1.2.0, forcestring: true }\n";

    [Theory]
    [InlineData(".argocd-source.yaml")]
    [InlineData(".argocd-source-auth-develop.yaml")]
    [InlineData(".argocd-source-teams_auth-develop.yaml")]
    public void An_override_file_that_states_the_image_hides_what_a_bump_writes(string file)
    {
        var writer = WriterCase.Kustomized.With($"{WriterCase.Folder}/{file}", Kustomize).Writer();

        writer.Refuses.ShouldBeTrue();
        writer
            .ToString()
            .ShouldBe(
                $"{WriterCase.Folder}/{file}:3:7 the override file states the image of auth ({WriterCase.Image}:1.2.0): "
                    + "Argo CD puts it over the manifests, so a bump has no effect; carry that image over into the "
                    + "manifests, delete the file, and switch off what writes it"
            );
    }

    [Theory]
    [InlineData(Parameters, "4:33")]
    [InlineData("helm: { valuesObject: { image: { tag: 1.2.0 } } }\n", "1:39")]
    [InlineData("helm:\n  values: |\n    image:\n      tag: 1.2.0\n", "4:12")]
    public void Parameters_and_values_in_an_override_file_hide_values_files(string content, string place)
    {
        var file = $"{WriterCase.Folder}/.argocd-source-auth-develop.yaml";

        var writer = WriterCase.Charted.With(file, content).Writer();

        writer.Effect.ShouldBe(WriterEffect.Hides);
        writer.ToString().ShouldStartWith($"{file}:{place} ");
    }

    [Theory]
    [InlineData(".argocd-source-flag-develop.yaml", Kustomize)]
    [InlineData(
        ".argocd-source-auth-develop.yaml",
        "kustomize: { images: [registry.example:5000/togglemaster/flag-service:1] }"
    )]
    [InlineData(".argocd-source-auth-develop.yaml", "kustomize: { images: [redis:8] }")]
    [InlineData(".argocd-source-auth-develop.yaml", "kustomize: { namePrefix: qa- }")]
    [InlineData(".argocd-source-auth-develop.yaml", "# kustomize: { images: [togglemaster/auth-service:1] }\n")]
    [InlineData("argocd-source.yaml", Kustomize)]
    [InlineData("../flag/.argocd-source.yaml", Kustomize)]
    public void What_is_of_another_application_or_image_hides_nothing(string file, string content)
    {
        var path = file.StartsWith("../", StringComparison.Ordinal)
            ? $"gitops/develop/{file[3..]}"
            : $"{WriterCase.Folder}/{file}";

        WriterCase.Kustomized.With(path, content).Writers().ShouldBeEmpty();
    }

    [Fact]
    public void Parameters_for_another_image_hide_nothing()
    {
        var content = "helm:\n  parameters: [{ name: postgresql.image.tag, value: '17' }]\n";

        WriterCase.Charted.With($"{WriterCase.Folder}/.argocd-source.yaml", content).Writers().ShouldBeEmpty();
    }

    [Fact]
    public void A_parameter_of_any_name_hides_the_field_that_the_catalog_names()
    {
        var own = WriterCase.Charted.With($"{WriterCase.Folder}/values.yaml", "release: 1.2.3\n") with
        {
            ImageField = "release",
        };

        own.With(
                $"{WriterCase.Folder}/.argocd-source.yaml",
                "helm: { parameters: [{ name: release, value: 1.2.0 }] }\n"
            )
            .Writer()
            .ToString()
            .ShouldStartWith($"{WriterCase.Folder}/.argocd-source.yaml:1:47 ");
        own.With($"{WriterCase.Folder}/.argocd-source.yaml", "helm: { parameters: [{ name: replicas, value: '2' }] }\n")
            .Writers()
            .ShouldBeEmpty();
    }

    [Fact]
    public void Where_nobody_says_what_the_application_is_called_an_override_file_is_a_warning()
    {
        var open = WriterCase.Kustomized with
        {
            Environment = WriterCase.Kustomized.Environment with { ArgoCd = null },
        };

        var writer = open.With($"{WriterCase.Folder}/.argocd-source-preview.yaml", Kustomize).Writer();

        writer.Refuses.ShouldBeFalse();
        writer.Message.ShouldContain("where an application uses it, a bump has no effect");
    }

    [Fact]
    public void The_name_that_an_application_in_Git_has_counts_before_that_of_the_catalog()
    {
        var renamed = WriterCase.Kustomized.With(
            "argocd/applications.yaml",
            $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata: { name: all }
            spec:
              generators:
                - list: { elements: [{ service: auth }, { service: flag }] }
              template:
                metadata: { name: "dev-{{"{{.service}}"}}" }
                spec: { source: { repoURL: https://github.com/togglemaster/gitops, path: "gitops/develop/{{"{{.service}}"}}" } }
            """
        );

        renamed.With($"{WriterCase.Folder}/.argocd-source-dev-auth.yaml", Kustomize).Writer().Refuses.ShouldBeTrue();
        renamed.With($"{WriterCase.Folder}/.argocd-source-auth-develop.yaml", Kustomize).Writers().ShouldBeEmpty();
    }

    [Fact]
    public void An_application_elsewhere_that_states_the_image_too_hides_what_a_bump_writes()
    {
        var both = WriterCase.Kustomized.WithApplication(
            source: $"    kustomize:\n      images:\n        - {WriterCase.Image}:1.2.0\n"
        );

        var writer = both.Writer();

        writer.Refuses.ShouldBeTrue();
        writer
            .ToString()
            .ShouldStartWith(
                "argocd/auth-develop.yaml:14:11 the application auth-develop states the image of auth too: "
            );
    }

    [Fact]
    public void An_application_that_states_another_image_or_applies_another_folder_hides_nothing()
    {
        WriterCase
            .Kustomized.WithApplication(source: "    kustomize: { images: [redis:8] }\n")
            .Writers()
            .ShouldBeEmpty();
        WriterCase
            .Kustomized.WithApplication(
                source: $"    kustomize: {{ images: ['{WriterCase.Image}:1.2.0'] }}\n",
                path: "gitops/qa/auth"
            )
            .Writers()
            .ShouldBeEmpty();
    }
}

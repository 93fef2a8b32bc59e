using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>When Flux's image automation sets the image too.</summary>
public sealed class FluxAutomationTests
{
    private static readonly WriterCase Marked = WriterCase.Kustomized.With(
        $"{WriterCase.Folder}/kustomization.yaml",
        $"resources: [deployment.yaml]\nimages:\n  - name: {WriterCase.Image}\n    newTag: 1.2.3 # {{\"$imagepolicy\": \"flux-system:auth:tag\"}}\n"
    );

    [Fact]
    public void A_value_that_a_comment_gives_to_a_policy_is_written_by_the_automation_of_its_path()
    {
        var writer = Marked.With("clusters/automation.yaml", Automation()).Writer();

        writer.Refuses.ShouldBeTrue();
        writer
            .ToString()
            .ShouldBe(
                $"{WriterCase.Folder}/kustomization.yaml:4:13 the comment behind the image of auth gives it to the "
                    + "policy flux-system:auth of Flux's image automation: a bump or a rollback would be undone; "
                    + "remove the comment"
            );
    }

    [Fact]
    public void Without_an_automation_in_Git_the_comment_is_a_warning() => Marked.Writer().Refuses.ShouldBeFalse();

    [Fact]
    public void An_automation_that_is_suspended_writes_nothing() =>
        Marked.With("clusters/automation.yaml", Automation("suspend: true")).Writers().ShouldBeEmpty();

    [Theory]
    [InlineData("", "./gitops/qa", "flux-system")]
    [InlineData("", "./gitops/develop", "other")]
    public void An_automation_of_another_path_or_namespace_does_not_write_it(
        string more,
        string path,
        string @namespace
    ) => Marked.With("clusters/automation.yaml", Automation(more, path, @namespace)).Writer().Refuses.ShouldBeFalse();

    [Fact]
    public void An_automation_that_pushes_to_a_branch_of_its_own_proposes()
    {
        var push = "git: { checkout: { ref: { branch: main } }, push: { branch: updates } }";

        Marked.With("clusters/automation.yaml", Automation(push)).Writer().Effect.ShouldBe(WriterEffect.Proposes);
    }

    [Theory]
    [InlineData("newTag: 1.2.3 # see $imagepolicy of Flux")]
    [InlineData("newTag: 1.2.3\n    # {\"$imagepolicy\": \"flux-system:auth:tag\"}")]
    [InlineData("newTag: 1.2.3\n  - name: redis\n    newTag: 8 # {\"$imagepolicy\": \"flux-system:redis:tag\"}")]
    public void A_comment_elsewhere_or_without_the_marker_is_nothing(string tag) =>
        WriterCase
            .Kustomized.With(
                $"{WriterCase.Folder}/kustomization.yaml",
                $"resources: [deployment.yaml]\nimages:\n  - name: {WriterCase.Image}\n    {tag}\n"
            )
            .With("clusters/automation.yaml", Automation())
            .Writers()
            .ShouldBeEmpty();

    private static string Automation(
        string more = "",
        string path = "./gitops/develop",
        string @namespace = "flux-system"
    ) =>
        $$"""
            apiVersion: image.toolkit.fluxcd.io/v1
            kind: ImageUpdateAutomation
            metadata: { name: all, namespace: {{@namespace}} }
            spec:
              {{more}}
              update: { path: {{path}}, strategy: Setters }
            """;
}

using Pipeline.Build.Reporting;
using Pipeline.Catalog;
using Pipeline.Tests.Catalog;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>What Doctor says of other writers.</summary>
public sealed class WriterReportTests
{
    [Fact]
    public void Doctor_shows_for_each_environment_what_else_writes_images()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");
        repository.Write("gitops/develop/auth/deployment.yaml", Deployment());
        repository.Write("gitops/qa/auth/deployment.yaml", Deployment());
        repository.Write(
            "gitops/qa/auth/.argocd-source.yaml",
            "kustomize: { images: ['shop/auth-service:0a1b2c3'] }\n"
        );
        var platform = repository.Read(
            """
            platform: shop
            services: { auth: {} }
            environments:
              local: { gitops: { path: nowhere } }
              develop: { local: true, gitops: { path: gitops/develop } }
              qa: { local: true, gitops: { path: gitops/qa } }
            """
        );
        using var output = new StringWriter();

        WriterReport.Write(platform, output);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("○ local: what else writes images is not known here");
        lines[1].ShouldBe("✓ develop: nothing in this repository writes images beside Pipeline");
        lines[2]
            .ShouldStartWith(
                "✗ qa: gitops/qa/auth/.argocd-source.yaml:1:23 the override file states the image of auth"
            );
        lines.Length.ShouldBe(3);
    }

    private static string Deployment() => ImageMatchingTests.Deployment("auth", "auth", "shop/auth-service:1");
}

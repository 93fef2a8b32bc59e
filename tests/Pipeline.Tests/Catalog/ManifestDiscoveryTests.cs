namespace Pipeline.Tests.Catalog;

/// <summary>Where a service's manifests are, and what they say of its image.</summary>
public sealed class ManifestDiscoveryTests : IDisposable
{
    private const string Yaml = "platform: shop\nservices: { auth: { language: go } }\n";

    private readonly CatalogFixture catalog = new("services/auth/go.mod");

    public void Dispose() => catalog.Dispose();

    [Theory]
    [InlineData("gitops/base/auth/deployment.yaml", "", "base/auth", "shop/auth")]
    [InlineData("gitops/base/auth-service/deployment.yaml", "", "base/auth-service", "shop/auth-service")]
    [InlineData(
        "gitops/base/auth-service/deployment.yaml",
        "environments: { local: { gitops: { path: gitops/base } } }\n",
        "auth-service",
        "shop/auth-service"
    )]
    public void Manifests_below_a_base_or_a_stated_path_are_found(string file, string more, string folder, string image)
    {
        catalog.Touch(file);

        var service = catalog.Read(Yaml + more).Services.Single();

        (service.Manifests, service.Image).ShouldBe((folder, image));
    }

    [Fact]
    public void A_usual_folder_that_no_environment_states_is_not_searched()
    {
        catalog.Touch("deploy/auth-service/deployment.yaml");

        catalog
            .Read($"{Yaml}environments: {{ local: {{ gitops: {{ path: . }} }} }}\n")
            .Services.Single()
            .Manifests.ShouldBeNull();
    }

    [Theory]
    [InlineData("image: registry.example:5000/acme/auth-service:1", "acme/auth-service")]
    [InlineData("- image: 'acme/auth@sha256:00'", "acme/auth")]
    [InlineData("newName: registry.example/prefix/acme/auth-service", "acme/auth-service")]
    [InlineData("image: <ACCOUNT>.dkr.example/acme/auth-service", "acme/auth-service")]
    [InlineData("image: acme/auth-service\nimage: other/auth-service", "shop/auth-service")]
    [InlineData("image: acme/flag-service", "shop/auth-service")]
    public void The_repository_of_todays_manifests_goes_on(string line, string image)
    {
        catalog.Write("gitops/manifests/auth-service/deployment.yaml", $"{line}\n");

        catalog
            .Read($"{Yaml}environments: {{ local: {{ registry: registry.example/prefix }} }}\n")
            .Services.Single()
            .Image.ShouldBe(image);
    }

    [Theory]
    [InlineData("gitops/manifests/all.yaml", "  image: registry.example/acme/auth-service:1", "")]
    [InlineData("gitops/manifests/values/auth.yaml", "image: { repository: acme/auth-service, tag: 1 }", "")]
    [InlineData(
        "gitops/manifests/web/auth.yaml",
        "- {name: web, newName: acme/auth-service}",
        ", manifests: web/auth.yaml"
    )]
    public void The_repository_of_todays_manifests_goes_on_without_a_folder_for_the_service(
        string file,
        string line,
        string more
    )
    {
        catalog.Write(file, $"# auth: {{ image: other/auth }}\n{line}\n");

        catalog
            .Read($"platform: shop\nservices: {{ auth: {{ language: go{more} }} }}\n")
            .Services.Single()
            .Image.ShouldBe("acme/auth-service");
    }

    [Theory]
    [InlineData("auth-service/overlay/local", "auth-service/overlays/local")]
    [InlineData("auth-service/overlays/{enviroment}", "auth-service/overlays/{environment}")]
    [InlineData("auth-service/elsewhere", "auth-service")]
    [InlineData("Auth-Service", "auth-service")]
    public void A_typo_in_any_folder_of_manifests_is_an_error(string manifests, string nearest)
    {
        catalog.Touch("gitops/manifests/auth-service/overlays/local/deployment.yaml");

        catalog
            .Problems($"platform: shop\nservices:\n  auth: {{ language: go, manifests: '{manifests}' }}\n")
            .ShouldBe([
                $"3:36: \"{manifests}\", the manifests of \"auth\", does not exist below gitops/manifests: did you mean \"{nearest}\"?",
            ]);
    }

    [Fact]
    public void Manifests_above_those_of_the_environment_are_an_error() =>
        catalog
            .Problems("platform: shop\nservices:\n  auth: { language: go, manifests: ../auth }\n")
            .ShouldHaveSingleItem()
            .ShouldEndWith("write it without \"..\"");

    [Fact]
    public void Manifests_in_the_folder_of_all_name_no_image() =>
        catalog
            .Read("platform: shop\nservices:\n  auth: { language: go, manifests: . }\n")
            .Services.Single()
            .Image.ShouldBe("shop/auth");

    [Fact]
    public void A_typo_in_manifests_is_an_error_that_suggests_the_right_spelling()
    {
        catalog.Touch("gitops/manifests/auth-service/deployment.yaml");

        catalog
            .Problems("platform: shop\nservices:\n  auth: { language: go, manifests: auth-sevice }\n")
            .ShouldBe([
                "3:36: \"auth-sevice\", the manifests of \"auth\", does not exist below gitops/manifests: did you mean \"auth-service\"?",
            ]);
    }

    [Fact]
    public void Manifests_in_another_repository_are_not_looked_for_here() =>
        catalog
            .Read("platform: shop\nservices:\n  auth: { language: go, manifests: auth-sevice }\n")
            .Services.Single()
            .Manifests.ShouldBe("auth-sevice");

    [Fact]
    public void Linting_manifests_may_be_a_gate_where_the_catalog_says_so() =>
        catalog
            .Read($"{Yaml}environments: {{ local: {{ gates: [LintManifests] }} }}\n")
            .Environments.Single()
            .Requires("LintManifests")
            .ShouldBeTrue();
}

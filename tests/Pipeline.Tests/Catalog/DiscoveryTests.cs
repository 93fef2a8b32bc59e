using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class DiscoveryTests
{
    [Theory]
    [InlineData("services/auth/go.mod", "services/auth", "go")]
    [InlineData("services/auth-service/requirements.txt", "services/auth-service", "python")]
    [InlineData("microservices/auth-service/package.json", "microservices/auth-service", "node")]
    [InlineData("apps/auth/Auth.csproj", "apps/auth", "dotnet")]
    [InlineData("auth-service-main/app.py", "auth-service-main", "python")]
    [InlineData("auth/go.mod", "auth", "go")]
    [InlineData("services/auth/pom.xml", "services/auth", "java")]
    [InlineData("apps/auth/build.gradle.kts", "apps/auth", "java")]
    [InlineData("services/auth-service/Cargo.toml", "services/auth-service", "rust")]
    public void A_service_is_found_where_monorepos_keep_it(string file, string path, string language)
    {
        using var repository = new CatalogFixture(file);

        var service = repository.Read("platform: shop\nservices: { auth: {} }").Services.Single();

        (service.Path, service.Language.Name).ShouldBe((path, language));
    }

    [Fact]
    public void A_Dockerfile_is_found_beside_the_sources()
    {
        using var repository = new CatalogFixture(
            "services/auth/go.mod",
            "services/auth/build/Dockerfile",
            "services/auth/Dockerfile:Zone.Identifier"
        );

        var service = repository.Read("platform: shop\nservices: { auth: {} }").Services.Single();

        service.Dockerfile.ShouldBe(service.Directory / "build" / "Dockerfile");
    }

    [Fact]
    public void The_image_is_named_after_the_folder_of_the_manifests()
    {
        using var repository = new CatalogFixture(
            "services/auth/go.mod",
            "gitops/manifests/auth-service/deployment.yaml"
        );

        var service = repository.Read("platform: shop\nservices: { auth: {} }").Services.Single();

        (service.Manifests, service.Image).ShouldBe(("auth-service", "shop/auth-service"));
    }

    [Fact]
    public void A_suffix_in_the_catalog_is_no_part_of_the_name()
    {
        using var repository = new CatalogFixture("services/auth-service/go.mod");

        var service = repository.Read("platform: shop\nservices: { auth-service: {} }").Services.Single();

        (service.Name, service.Path).ShouldBe(("auth", "services/auth-service"));
    }

    [Fact]
    public void The_local_environment_is_always_there()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var local = repository.Read("platform: shop\nservices: { auth: {} }").Environment("local");

        local.Registry.ShouldBe("127.0.0.1:0");
        local.GitOps!.Repository.ShouldBe(repository.Root / "artifacts" / "local" / "gitops.git");
        local.Gates.ShouldBeEmpty();
    }

    [Fact]
    public void Every_other_environment_requires_every_gate_unless_told_otherwise()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var develop = repository
            .Read(
                """
                platform: shop
                services: { auth: {} }
                environments:
                  develop: { registry: registry.example.com, gitops: { repository: git@example.com:gitops.git } }
                """
            )
            .Environment("develop");

        develop.Gates.ShouldBe(DeploymentEnvironment.AllGates, ignoreOrder: true);
    }
}

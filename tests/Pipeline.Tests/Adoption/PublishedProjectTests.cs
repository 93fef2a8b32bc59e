namespace Pipeline.Tests.Adoption;

/// <summary>Services in .NET without a Dockerfile, whose image the SDK publishes.</summary>
public sealed class PublishedProjectTests : IDisposable
{
    private const string Web = "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />";

    private readonly AdoptionFixture repository = new();

    [Fact]
    public async Task A_project_whose_image_a_manifest_runs_is_a_service()
    {
        repository
            .With("src/Orders.Api/Orders.Api.csproj", Web)
            .With("src/Orders.Api.Tests/OrderTests.cs", "")
            .WithDeployment("k8s/orders.yaml", "orders-api", "acme/orders-api:1");

        var proposal = await repository.Propose();

        var service = proposal.Services.Single();
        service.Project.ShouldBe("src/Orders.Api/Orders.Api.csproj");
        service.Test.ShouldBe("src/Orders.Api.Tests/OrderTests.cs");
        proposal.Text.ShouldContain("  orders-api: # src/Orders.Api/Orders.Api.csproj\n    path: src/Orders.Api\n");
        proposal.Text.ShouldNotContain("dockerfile:");
        proposal.Platform!.Services.Single().WhyNoImage.ShouldBeNull();
        proposal.Proofs.Single().Images.Single().Place.ShouldBe("k8s/orders.yaml:9");
    }

    [Theory]
    [InlineData("tools/Migrate/Migrate.csproj", Web)]
    [InlineData("src/Orders.Api/Orders.Api.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />")]
    [InlineData("auth/Orders.Api.csproj", Web)]
    public async Task A_tool_a_library_and_a_project_that_a_Dockerfile_builds_are_none(string project, string content)
    {
        repository
            .WithService("auth")
            .With(project, content)
            .WithDeployment("k8s/orders.yaml", "orders-api", "acme/orders-api:1");

        (await repository.Propose()).Services.ShouldAllBe(service => service.Name == "auth");
    }

    public void Dispose() => repository.Dispose();
}

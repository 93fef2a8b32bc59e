using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Images;

public sealed class ContainerPublishTests(Engines engines)
{
    // The SDK asks a registry by plain HTTP where this names it.
    private const string Insecure = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    [Fact]
    public async Task A_project_without_a_Dockerfile_becomes_an_image_once_a_commit()
    {
        await using var below = await ImageHarness.Create(engines, Engines.Podman);
        await below.Image();
        (await below.Push()).Status.ShouldBe(StepStatus.Passed);
        await using var harness = await Create(Project(below.Reference));

        var first = await Image(harness);
        first.Status.ShouldBe(StepStatus.Passed, first.Reason);
        var image = await harness.Inspect(harness.Reference);
        var built = await harness.Taken<BuiltImage>();
        var bases = await harness.Taken<BuildDependencies>();
        var second = await Image(harness);
        var pushed = await harness.Push();
        var third = await Image(harness);

        first.Reason.ShouldBe($"built {harness.Reference}, {image.Describe()}");
        built.ShouldBe(new BuiltImage(ImageReference.Parse(harness.Reference), image.Id, IsReused: false));
        image.Labels["org.opencontainers.image.revision"].ShouldBe(harness.Source.Commit);
        image.Labels["org.opencontainers.image.created"].ShouldBe("2023-11-14T22:13:20Z");
        image.Labels["org.opencontainers.image.title"].ShouldBe($"{harness.Steps.Service.Name}-service");
        image.Labels["org.opencontainers.image.version"].ShouldBe("aaaaaaa");
        image.Labels.ShouldNotContainKey("org.opencontainers.artifact.created");
        bases.ImageId.ShouldBe(image.Id);
        var digest = (await below.Taken<PushedImage>()).Reference.Digest.ShouldNotBeNull();
        bases.Images.ShouldBe([ImageReference.Parse(below.Reference) with { Digest = digest }]);
        (await harness.BuiltFiles()).ShouldBe(["Dockerfile", "app", "app/App.dll", "content"], ignoreOrder: true);
        second.Reason!.ShouldStartWith($"already built {harness.Reference}");
        pushed.Status.ShouldBe(StepStatus.Passed, pushed.Reason);
        third.Reason!.ShouldStartWith($"already pushed {harness.Reference}");
    }

    [Fact]
    public async Task A_project_that_does_not_compile_is_no_image_and_says_where()
    {
        await using var harness = await Create(Project("127.0.0.1:1/base:1"));
        harness.Steps.Write("Program.cs", "nonsense();\n");

        var result = await Image(harness);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            $"dotnet publish could not publish {harness.Steps.Service.Path}/App.csproj: {harness.Steps.Service.Path}/Program.cs:1:1: CS0103: "
        );
    }

    [Fact]
    public async Task Several_platforms_are_refused_before_anything_is_built()
    {
        await using var harness = await Create("<Project />");
        harness.Steps.Service = harness.Steps.Service with { Build = new() { Platforms = ImageHarness.Platforms } };

        var result = await Image(harness);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("App.csproj is published for one platform");
        harness.Steps.Log("Image").ShouldNotContain("PublishContainer");
    }

    private static Task<StepResult> Image(ImageHarness harness) =>
        harness.Execute(
            "Image",
            (service, step) =>
            {
                step.Variables = step.Variables.SetItem(Insecure, step.Environment.Registry);
                return ImageHarness.Build(service, step);
            }
        );

    private async Task<ImageHarness> Create(string project)
    {
        var harness = await ImageHarness.Create(engines, Engines.Podman);
        File.Delete(harness.Steps.Service.Dockerfile!);
        harness.Steps.Write("App.csproj", project);
        harness.Steps.Write("Program.cs", "System.Console.WriteLine();\n");
        harness.Steps.Service = harness.Steps.Service with
        {
            Dockerfile = null,
            Projects = [harness.Steps.Service.Directory / "App.csproj"],
        };
        return harness;
    }

    private static string Project(string baseImage) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                <DebugType>none</DebugType>
                <GenerateDependencyFile>false</GenerateDependencyFile>
                <GenerateRuntimeConfigurationFiles>false</GenerateRuntimeConfigurationFiles>
                <ContainerBaseImage>{baseImage}</ContainerBaseImage>
                <ContainerRegistry>127.0.0.1:1</ContainerRegistry>
                <ContainerImageTags>1;2</ContainerImageTags>
              </PropertyGroup>
            </Project>
            """;
}

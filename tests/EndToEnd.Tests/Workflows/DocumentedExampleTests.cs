using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Bootstrap;
using Pipeline.Tests.Workflows;

namespace EndToEnd.Tests.Workflows;

/// <summary>The build that the documentation shows, as it stands there.</summary>
public sealed class DocumentedExampleTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("pipeline-example-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task It_compiles_and_writes_the_workflows_that_are_told_of()
    {
        var repository = Checkout.Repository();
        var parts = Path.Combine(repository, "artifacts", "dotnet", "bin", "Build", "debug");
        var text = await File.ReadAllTextAsync(Path.Combine(repository, "docs", "reference", "workflows.md"));
        var example = text.Split("## In any NUKE build")[1].Split("```csharp\n")[1].Split("```")[0];
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        Directory.CreateDirectory(Path.Combine(root, "build"));
        await File.WriteAllTextAsync(Path.Combine(root, "build", "Build.cs"), example);
        // With no more than NUKE's own template has.
        await File.WriteAllTextAsync(
            Path.Combine(root, "build", "Build.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RootNamespace />
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{parts}/Pipeline.Workflows.dll" />
                <Reference Include="{parts}/Nuke.Common.dll" />
              </ItemGroup>
            </Project>
            """
        );

        // Without servers that would outlive it.
        await DotNet(
            "build",
            "build",
            "--output",
            "out",
            "--nologo",
            "--verbosity",
            "quiet",
            "-nodeReuse:false",
            "-p:UseSharedCompilation=false"
        );
        await DotNet("out/Build.dll", "Workflows", "--root", root);
        await DotNet("out/Build.dll", "Workflows", "--check", "--root", root);

        var folder = Path.Combine(root, ".github", "workflows");
        var release = WorkflowFile.Read(Path.Combine(folder, "release.yml"));
        release.Jobs.Select(job => job.Id).ShouldBe(["test", "pack", "release", "gate"]);
        release.Jobs.Where(job => job.MayWrite("contents")).ShouldHaveSingleItem().Id.ShouldBe("release");
        var jobs = release.Jobs.ToDictionary(job => job.Id);
        jobs["pack"].Uses("actions/upload-artifact").Single().Map("with")!.Text("path").ShouldBe("artifacts/*.nupkg");
        jobs["release"].Uses("actions/download-artifact").Single().Map("with")!.Text("name").ShouldBe("pack");
        WorkflowFile.Read(Path.Combine(folder, "check.yml")).Triggers.ShouldBe(["pull_request", "merge_group"]);
    }

    private async Task DotNet(params string[] arguments)
    {
        var result = await Cli.Wrap("dotnet")
            .WithArguments(arguments)
            .WithWorkingDirectory(root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        result.ExitCode.ShouldBe(0, result.StandardOutput + result.StandardError);
    }
}

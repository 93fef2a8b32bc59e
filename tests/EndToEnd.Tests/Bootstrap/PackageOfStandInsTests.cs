using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Bootstrap;

public sealed class PackageOfStandInsTests
{
    [Theory]
    [InlineData("Pipeline", "AWSSDK.ECR, Nuke.Common")]
    [InlineData("Pipeline.Workflows", "Nuke.Common")]
    [InlineData("Pipeline.Build", "Nuke.Common")]
    public async Task No_package_is_made_that_would_depend_on_stand_ins(string library, string standIns)
    {
        var result = await Check(library, "polyfill");

        result.ExitCode.ShouldBe(1);
        result.StandardOutput.ShouldContain($"it would depend on the stand-ins for {standIns}");
    }

    [Theory]
    [InlineData("Pipeline")]
    [InlineData("Pipeline.Workflows")]
    [InlineData("Pipeline.Build")]
    public async Task A_package_of_real_packages_is_made(string library)
    {
        var result = await Check(library, "upstream");

        result.ExitCode.ShouldBe(0, result.StandardOutput);
    }

    private static async Task<BufferedCommandResult> Check(string library, string packages) =>
        await Cli.Wrap("dotnet")
            .WithArguments(["msbuild", $"src/{library}", "-nologo", "-t:RefuseStandIns"])
            .WithWorkingDirectory(Checkout.Repository())
            .WithEnvironmentVariables(variables => variables.Set("PIPELINE_PACKAGES", packages))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}

using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Bootstrap;

public sealed class PackageOfStandInsTests
{
    [Fact]
    public async Task No_package_is_made_that_would_depend_on_stand_ins()
    {
        var result = await Check("polyfill");

        result.ExitCode.ShouldBe(1);
        result.StandardOutput.ShouldContain("it would depend on the stand-ins for AWSSDK.ECR, Nuke.Common");
    }

    [Fact]
    public async Task A_package_of_real_packages_is_made()
    {
        var result = await Check("upstream");

        result.ExitCode.ShouldBe(0, result.StandardOutput);
    }

    private static async Task<BufferedCommandResult> Check(string packages) =>
        await Cli.Wrap("dotnet")
            .WithArguments(["msbuild", "src/Pipeline", "-nologo", "-t:RefuseStandIns"])
            .WithWorkingDirectory(Checkout.Repository())
            .WithEnvironmentVariables(variables => variables.Set("PIPELINE_PACKAGES", packages))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}

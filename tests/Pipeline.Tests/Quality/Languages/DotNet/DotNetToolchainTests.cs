using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Quality.Languages.DotNet;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.DotNet;

public sealed class DotNetToolchainTests : IAsyncDisposable
{
    private const string Source = """
        public static class Sum
        {
            public static int Of(int a, int b) => a + b;
        }

        """;

    private readonly StepHarness harness = new("billing", new("dotnet"));

    public DotNetToolchainTests()
    {
        harness.Write(
            "billing.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """
        );
        harness.Write("Sum.cs", Source);
    }

    [Fact]
    public async Task A_project_that_compiles_passes()
    {
        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("dotnet build passed"));
    }

    [Fact]
    public async Task A_compiler_error_fails_with_its_place_and_code()
    {
        harness.Write("Sum.cs", Source.Replace("a + b", "a + c", StringComparison.Ordinal));

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith("dotnet build: 1 finding: services/billing/Sum.cs:3:47 [high] CS0103");
    }

    [Fact]
    public async Task A_project_without_tests_does_not_pass()
    {
        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(
            StepResult.Failed(
                "no test was found in services/billing: a run without tests proves nothing; for a time, services.billing.untested in the catalog accepts that"
            )
        );
    }

    [Theory]
    [InlineData("a + b", StepStatus.Passed)]
    [InlineData("a+b", StepStatus.Failed)]
    public async Task Formatting_is_verified(string expression, StepStatus status)
    {
        harness.Write("Sum.cs", Source.Replace("a + b", expression, StringComparison.Ordinal));

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(status, result.Reason);
        if (status == StepStatus.Failed)
            result.Reason.ShouldNotBeNull().ShouldContain("services/billing/Sum.cs:3:44 [high] WHITESPACE");
    }

    [Theory]
    [InlineData("3", StepStatus.Passed, "1 test, coverage not measured: ")]
    [InlineData("4", StepStatus.Failed, "1 of 1 test failed: SumTests.One_and_two")]
    public async Task Tests_are_counted_and_named(string expected, StepStatus status, string reason)
    {
        harness.Write(
            "billing.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.14.1" />
                <PackageReference Include="xunit" Version="2.9.3" />
                <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
              </ItemGroup>
            </Project>
            """
        );
        harness.Write(
            "SumTests.cs",
            $$"""
            public class SumTests
            {
                [Xunit.Fact]
                public void One_and_two() => Xunit.Assert.Equal({{expected}}, Sum.Of(1, 2));
            }
            """
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(status, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith(reason);
    }

    [Fact]
    public async Task An_error_without_a_file_fails_with_its_code()
    {
        File.Copy(harness.Service.Directory / "billing.csproj", harness.Service.Directory / "second.csproj");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith("dotnet build: 1 finding: [high] MSB1011 Specify which project");
    }

    [Theory]
    [InlineData(
        """<PackageReference Include="Nowhere.To.Be.Found" Version="1.0.0" />""",
        "services/billing/billing.csproj [high] NU1101 Unable to find package Nowhere.To.Be.Found."
    )]
    public async Task An_error_without_a_line_fails_with_its_code_and_project(string item, string reason)
    {
        harness.Write(
            "billing.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>{item}</ItemGroup>
            </Project>
            """
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("dotnet build: 1 finding: ");
        result.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData(
        "global.json",
        """{ "test": { "runner": "Microsoft.Testing.Platform" } }""",
        "3",
        StepStatus.Passed,
        "1 test, "
    )]
    [InlineData(
        "global.json",
        """{ "test": { "runner": "Microsoft.Testing.Platform" } }""",
        "4",
        StepStatus.Failed,
        "1 of 1 test failed: SumTests.One_and_two"
    )]
    [InlineData(
        "Directory.Build.props",
        "<Project><PropertyGroup><TestingPlatformDotnetTestSupport>true</TestingPlatformDotnetTestSupport></PropertyGroup></Project>",
        "3",
        StepStatus.Passed,
        "1 test, "
    )]
    public async Task The_testing_platform_runs_the_tests_where_settings_say_so(
        string file,
        string settings,
        string expected,
        StepStatus status,
        string reason
    )
    {
        File.Delete(harness.Service.Directory / "billing.csproj");
        File.Move(
            harness.Service.Directory / "Sum.cs",
            Directory.CreateDirectory(harness.Service.Directory / "src") + "/Sum.cs"
        );
        harness.Write(file, settings);
        harness.Write(
            "billing.slnx",
            """<Solution><Project Path="src/billing.csproj" /><Project Path="tests/tests.csproj" /></Solution>"""
        );
        harness.Write(
            "src/billing.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"""
        );
        harness.Write(
            "tests/tests.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="xunit.v3" Version="3.2.2" />
                <ProjectReference Include="../src/billing.csproj" />
              </ItemGroup>
            </Project>
            """
        );
        harness.Write(
            "tests/SumTests.cs",
            $"public class SumTests\n{{\n    [Xunit.Fact]\n    public void One_and_two() => Xunit.Assert.Equal({expected}, Sum.Of(1, 2));\n}}\n"
        );

        (await harness.Execute("Compile", ServiceToolchain.Compile)).Status.ShouldBe(StepStatus.Passed);
        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(status, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith(reason);
    }

    [Theory]
    [InlineData(
        "Test run summary: Passed!\n  total: 5\n  failed: 0\n  succeeded: 3\n  skipped: 2\n  duration: 1s\n",
        3,
        2,
        ""
    )]
    [InlineData(
        "failed Sum.One (3ms)\n  Assert\n\nTest run summary: Failed!\n  total: 2\n  failed: 1\n  succeeded: 1\n  skipped: 0\n",
        1,
        0,
        "Sum.One"
    )]
    [InlineData(
        "  Passed! - Failed: 0, Passed: 2, Skipped: 1, Total: 3, Duration: 384ms - A.dll\n  Passed! - Failed: 0, Passed: 1, Skipped: 0, Total: 1, Duration: 1ms - B.dll\n",
        3,
        1,
        ""
    )]
    public void Without_a_report_the_testing_platforms_summary_is_read(
        string output,
        int passed,
        int skipped,
        string failed
    )
    {
        var tests = TestingPlatform.Read(output);

        (tests.Passed, tests.Skipped, string.Join(' ', tests.Failed)).ShouldBe((passed, skipped, failed));
    }

    [Fact]
    public async Task A_project_that_no_test_project_references_counts_with_all_of_its_lines()
    {
        File.Delete(harness.Service.Directory / "billing.csproj");
        File.Delete(harness.Service.Directory / "Sum.cs");
        harness.Write(
            "billing.slnx",
            """
            <Solution>
              <Project Path="core/core.csproj" /><Project Path="jobs/jobs.csproj" />
              <Project Path="made/made.csproj" /><Project Path="tests/tests.csproj" />
            </Solution>
            """
        );
        foreach (var project in new[] { "core", "jobs", "made" })
            harness.Write(
                $"{project}/{project}.csproj",
                """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"""
            );
        harness.Write("core/Sum.cs", Source);
        harness.Write(
            "jobs/Nightly.cs",
            "public static class Nightly\n{\n    public static int A() => 1;\n\n    public static int B() => 2;\n\n    public static int C() => 3;\n}\n"
        );
        harness.Write(
            "made/Made.cs",
            "[assembly: System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]\n\npublic static class Made\n{\n    public static int A() => 1;\n}\n"
        );
        harness.Write(
            "tests/tests.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.14.1" />
                <PackageReference Include="coverlet.collector" Version="6.0.4" />
                <PackageReference Include="xunit" Version="2.9.3" />
                <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
                <ProjectReference Include="../core/core.csproj" />
              </ItemGroup>
            </Project>
            """
        );
        harness.Write(
            "tests/SumTests.cs",
            "public class SumTests\n{\n    [Xunit.Fact]\n    public void One_and_two() => Xunit.Assert.Equal(3, Sum.Of(1, 2));\n}\n"
        );

        await harness.Execute("Compile", ServiceToolchain.Compile);
        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Sum's line ran, those of the three jobs did not.
        result.ShouldBe(StepResult.PassedWith("1 test, 25.0 % covered"));
    }

    [Fact]
    public async Task Without_dotnet_a_step_is_skipped_in_local()
    {
        harness.Only();

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.Skipped("dotnet is not installed: see dot.net"));
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();
}

using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Java;

public sealed class MavenTests : IAsyncDisposable
{
    private readonly StepHarness harness = new StepHarness(language: new("java")).WithMaven();

    [Fact]
    public async Task A_service_is_compiled_and_packaged()
    {
        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("mvn package passed"));
        File.Exists(harness.Service.Directory / "target" / "auth-1.0-SNAPSHOT.jar").ShouldBeTrue();
    }

    [Fact]
    public async Task An_error_of_the_compiler_names_its_place()
    {
        harness.Write(
            "src/main/java/shop/Sum.java",
            MavenService.Sum.Replace("return a + b", "return \"\" + a", StringComparison.Ordinal)
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldBe(
            "mvn: 1 finding: services/auth/src/main/java/shop/Sum.java:5:15 [high] mvn incompatible types: java.lang.String cannot be converted to int"
        );
    }

    [Fact]
    public async Task A_failed_test_is_named()
    {
        harness.Write(
            "src/test/java/shop/SumTest.java",
            MavenService.SumTest.Replace("assertEquals(3,", "assertEquals(4,", StringComparison.Ordinal)
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("1 of 1 test failed: shop.SumTest.adds"));
    }

    [Fact]
    public async Task A_service_without_tests_does_not_pass()
    {
        File.Delete(harness.Service.Directory / "src/test/java/shop/SumTest.java");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("no test was found in services/auth");
    }

    [Fact]
    public async Task A_later_Java_than_the_installed_one_is_named()
    {
        harness.Write("pom.xml", MavenService.Project("auth", release: "99"));

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Reason.ShouldNotBeNull().ShouldStartWith("services/auth/pom.xml asks for Java 99, and ");
    }

    [Fact]
    public async Task The_code_of_a_module_without_tests_counts_in_the_coverage()
    {
        harness.Write("pom.xml", MavenService.Aggregate("core", "unused"));
        foreach (var (module, pom) in new[] { ("core", MavenService.Measured(harness.Root)), ("unused", "") })
            harness.Write($"{module}/pom.xml", MavenService.Project(module, pom));
        harness.Write("core/src/main/java/shop/Sum.java", MavenService.Sum);
        harness.Write("core/src/test/java/shop/SumTest.java", MavenService.SumTest);
        harness.Write(
            "unused/src/main/java/shop/Two.java",
            """
            package shop;

            class Two {
              int two() {
                int two = 1;
                two += 1;
                return two;
              }
            }
            """
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Of two lines of Sum, one being that of its constructor, one ran; of four of Two none.
        result.ShouldBe(StepResult.PassedWith("1 test, 16.6 % covered"));
    }

    [Fact]
    public async Task A_module_of_a_larger_build_is_built_with_those_that_it_needs()
    {
        File.WriteAllText(
            harness.Root / "pom.xml",
            MavenService.Aggregate("libs/sum", "services/auth", "services/broken")
        );
        harness.Offline(harness.Root);
        Directory.Delete(harness.Service.Directory / ".mvn", recursive: true);
        foreach (
            var (folder, file, text) in new[]
            {
                ("libs/sum", "pom.xml", MavenService.Project("sum")),
                ("libs/sum/src/main/java/shop", "Sum.java", MavenService.Sum),
                ("services/broken", "pom.xml", MavenService.Project("broken")),
                ("services/broken/src/main/java", "Broken.java", "class {"),
            }
        )
        {
            Directory.CreateDirectory(harness.Root / folder);
            File.WriteAllText(harness.Root / folder / file, text);
        }

        File.Delete(harness.Service.Directory / "src/main/java/shop/Sum.java");
        harness.Write(
            "pom.xml",
            MavenService
                .Project("auth")
                .Replace(
                    "<dependencies>",
                    "<dependencies><dependency><groupId>shop</groupId><artifactId>sum</artifactId><version>1.0-SNAPSHOT</version></dependency>",
                    StringComparison.Ordinal
                )
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("1 test, coverage not measured: ");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();
}

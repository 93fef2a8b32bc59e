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
    public async Task Rules_that_the_build_checks_are_kept_by_the_wrapper_in_its_version()
    {
        harness.Write(
            "pom.xml",
            MavenService.Project(
                "auth",
                "<build><plugins><plugin><artifactId>maven-checkstyle-plugin</artifactId><executions><execution><goals><goal>check</goal></goals></execution></executions></plugin></plugins></build>"
            )
        );
        Programs.Write(
            harness.Service.Directory / "mvnw",
            """
            [ "$*" = "--batch-mode --fail-at-end verify -DskipTests" ] || exit 2
            mkdir -p target
            cat >target/checkstyle-result.xml <<EOT
            <?xml version="1.0" encoding="UTF-8"?>
            <checkstyle version="9.3">
            <file name="$PWD/src/main/java/shop/Sum.java">
            <error line="3" severity="warning" message="Missing a Javadoc comment." source="com.puppycrawl.tools.checkstyle.checks.javadoc.MissingJavadocTypeCheck"/>
            </file>
            </checkstyle>
            EOT
            echo "[ERROR] Failed to execute goal org.apache.maven.plugins:maven-checkstyle-plugin:3.6.0:check (default) on project auth: You have 1 Checkstyle violation. -> [Help 1]"
            exit 1
            """
        );

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(
            StepResult.Failed(
                "mvn: 1 finding: services/auth/src/main/java/shop/Sum.java:3 [low] MissingJavadocTypeCheck Missing a Javadoc comment."
            )
        );
    }

    [Fact]
    public async Task A_build_without_rules_is_not_linted()
    {
        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("no linter is set up: bind the goal check of ");
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

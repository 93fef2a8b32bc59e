using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Java;

/// <summary>
/// What is asked of Gradle, and what is made of its words: the wrapper is a script that takes nothing else.
/// </summary>
public sealed class GradleTests : IAsyncDisposable
{
    private const string Always = "--no-daemon --console=plain";

    private readonly StepHarness harness = new(language: new("java"));

    public GradleTests()
    {
        harness.Require("Compile", "Test", "Lint");
        harness.Write("settings.gradle.kts", "rootProject.name = \"auth\"\n");
        harness.Write("build.gradle.kts", "plugins { java }\n");
        harness.Write("src/main/java/shop/Sum.java", MavenService.Sum);
    }

    [Fact]
    public async Task A_service_is_compiled_and_packaged_by_its_wrapper()
    {
        Wrapper($"{Always} assemble testClasses");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("gradle assemble passed"));
    }

    [Fact]
    public async Task A_wrapper_without_the_right_to_be_run_is_run_all_the_same()
    {
        harness.Write("gradlew", $"[ \"$*\" = '{Always} assemble testClasses' ]\n");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("gradle assemble passed"));
    }

    [Fact]
    public async Task A_project_of_a_larger_build_is_built_in_its_folder_by_the_wrapper_at_the_root()
    {
        File.Move(harness.Service.Directory / "settings.gradle.kts", harness.Root / "settings.gradle.kts");
        Wrapper(
            $"{Always} assemble testClasses",
            """
            [ "$PWD" = "$(dirname "$0")/services/auth" ] && mkdir ../../.gradle/x && touch build/y || exit 3
            """,
            atRoot: true
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("gradle assemble passed"));
    }

    [Fact]
    public async Task An_error_of_javac_names_its_place()
    {
        Wrapper(
            $"{Always} assemble testClasses",
            """
            cat >&2 <<EOT
            $PWD/src/main/java/shop/Sum.java:5: error: incompatible types: String cannot be converted to int
                return "" + a;
                          ^
            1 error

            FAILURE: Build failed with an exception.

            * What went wrong:
            Execution failed for task ':compileJava'.
            > Compilation failed; see the compiler error output for details.

            * Try:
            > Run with --info option to get more log output.
            EOT
            exit 1
            """
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.Failed(
                "gradle: 1 finding: services/auth/src/main/java/shop/Sum.java:5:15 [high] gradle incompatible types: String cannot be converted to int"
            )
        );
    }

    [Fact]
    public async Task What_went_wrong_is_the_reason_and_not_the_advice_below_it()
    {
        Wrapper(
            $"{Always} assemble testClasses",
            """
            cat >&2 <<EOT

            FAILURE: Build failed with an exception.

            * What went wrong:
            Could not determine the dependencies of task ':compileJava'.
            > Could not resolve all dependencies for configuration ':compileClasspath'.

            * Get more help at https://help.gradle.org.

            BUILD FAILED in 1s
            EOT
            exit 1
            """
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.Failed(
                "gradle ended with 1: Could not determine the dependencies of task ':compileJava'. > Could not resolve all dependencies for configuration ':compileClasspath'."
            )
        );
    }

    [Fact]
    public async Task A_wrapper_that_cannot_start_is_quoted_and_not_where_it_ended()
    {
        Wrapper(
            $"{Always} assemble testClasses",
            """
            cat >&2 <<EOT
            Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS
            Exception in thread "main" java.net.UnknownHostException: services.gradle.example
            	at java.base/sun.nio.ch.NioSocketImpl.connect(NioSocketImpl.java:567)
            	at org.gradle.wrapper.GradleWrapperMain.main(SourceFile:67)
            EOT
            exit 1
            """
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.Failed(
                "gradle ended with 1: Exception in thread \"main\" java.net.UnknownHostException: services.gradle.example"
            )
        );
    }

    [Fact]
    public async Task Tests_are_counted_and_their_coverage_is_what_JaCoCo_reports()
    {
        harness.Write("build.gradle.kts", "plugins {\n  java\n  jacoco\n}\n");
        harness.Write(
            "build/test-results/test/TEST-shop.OldTest.xml",
            "<testsuite><testcase name=\"old\"/></testsuite>"
        );
        Wrapper(
            $"{Always} --continue test jacocoTestReport",
            """
            mkdir -p build/test-results/test build/reports/jacoco/test
            cat >build/test-results/test/TEST-shop.SumTest.xml <<EOT
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="shop.SumTest" tests="2" skipped="1" failures="0" errors="0" time="0.012">
              <properties/>
              <testcase name="adds()" classname="shop.SumTest" time="0.009"/>
              <testcase name="later()" classname="shop.SumTest" time="0.0"><skipped/></testcase>
              <system-out><![CDATA[]]></system-out>
            </testsuite>
            EOT
            cat >build/reports/jacoco/test/jacocoTestReport.xml <<EOT
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="auth"><package name="shop"><sourcefile name="Sum.java"><line nr="3" mi="3" ci="0" mb="0" cb="0"/><line nr="5" mi="0" ci="4" mb="0" cb="0"/></sourcefile><sourcefile name="Generated.java"><line nr="1" mi="3" ci="0" mb="0" cb="0"/></sourcefile></package></report>
            EOT
            """
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("1 test (1 more skipped), 50.0 % covered"));
    }

    [Fact]
    public async Task A_failed_test_is_named_though_the_build_forgives_it()
    {
        Wrapper(
            $"{Always} --continue test",
            """
            mkdir -p build/test-results/test
            echo '<testsuite name="shop.SumTest" tests="1" skipped="0" failures="1" errors="0"><testcase name="adds()" classname="shop.SumTest"><failure message="no" type="x">at</failure></testcase></testsuite>' >build/test-results/test/TEST-shop.SumTest.xml
            """
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("1 of 1 test failed: shop.SumTest.adds()"));
    }

    [Fact]
    public async Task A_build_without_rules_is_not_linted()
    {
        Wrapper("nothing");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith(
                "no linter is set up: apply the plugin checkstyle, pmd, Spotless, SpotBugs, detekt or ktlint"
            );
    }

    [Fact]
    public async Task What_Checkstyle_finds_names_its_rule_and_place()
    {
        harness.Write("build.gradle.kts", "plugins {\n  java\n  checkstyle\n}\n");
        Wrapper(
            $"{Always} --continue check --exclude-task test",
            """
            mkdir -p build/reports/checkstyle
            cat >build/reports/checkstyle/main.xml <<EOT
            <?xml version="1.0" encoding="UTF-8"?>
            <checkstyle version="8.36.1">
            <file name="$PWD/src/main/java/shop/Sum.java">
            <error line="4" column="27" severity="error" message="Name &apos;A&apos; must match pattern." source="com.puppycrawl.tools.checkstyle.checks.naming.ParameterNameCheck"/>
            <error line="4" severity="warning" message="Line is long." source="com.puppycrawl.tools.checkstyle.checks.sizes.LineLengthCheck"/>
            </file>
            </checkstyle>
            EOT
            exit 1
            """
        );

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(
            StepResult.Failed(
                "gradle: 1 finding: services/auth/src/main/java/shop/Sum.java:4:27 [medium] ParameterNameCheck Name 'A' must match pattern."
            )
        );
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private void Wrapper(string arguments, string does = "", bool atRoot = false) =>
        Programs.Write(
            (atRoot ? harness.Root : harness.Service.Directory) / "gradlew",
            $"[ \"$*\" = '{arguments}' ] || exit 2\n{does}\n"
        );
}

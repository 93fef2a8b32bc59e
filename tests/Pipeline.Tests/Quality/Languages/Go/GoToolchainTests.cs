using System.Diagnostics;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Quality.Testing;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Go;

public sealed class GoToolchainTests : IAsyncDisposable
{
    private const string Main = """
        package main

        import "fmt"

        func main() { fmt.Println(sum(1, 2)) }

        """;

    private const string Sum = """
        package main

        func sum(a, b int) int { return a + b }

        """;

    private const string SumTest = """
        package main

        import "testing"

        func TestSum(t *testing.T) {
        	for _, name := range []string{"once", "twice"} {
        		t.Run(name, func(t *testing.T) {
        			if sum(1, 2) != 3 {
        				t.Fatal("1 + 2")
        			}
        		})
        	}
        }

        """;

    private readonly StepHarness harness = new();

    public GoToolchainTests()
    {
        harness.Write("go.mod", "module togglemaster.example/auth\n\ngo 1.19\n");
        harness.Write("main.go", Main);
        harness.Write("sum.go", Sum);
        harness.Write("sum_test.go", SumTest);
    }

    [Fact]
    public async Task A_program_is_compiled_to_a_static_binary_of_the_services_name()
    {
        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("services/auth/bin/auth"));
        using var program = Process.Start(
            new ProcessStartInfo(harness.Service.Directory / "bin" / "auth")
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        (await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("3\n");
    }

    [Fact]
    public async Task A_library_is_compiled_without_leaving_a_file()
    {
        File.Delete(harness.Service.Directory / "main.go");
        harness.Write("sum.go", Sum.Replace("package main", "package auth", StringComparison.Ordinal));
        harness.Write("sum_test.go", SumTest.Replace("package main", "package auth", StringComparison.Ordinal));

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        Directory.Exists(harness.Service.Directory / "bin").ShouldBeFalse();
    }

    [Fact]
    public async Task A_package_that_the_program_does_not_use_has_to_compile_too()
    {
        harness.Write("unused/unused.go", "package unused\n\nfunc broken() int { return \"\" }\n");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/auth/unused/unused.go:3:");
    }

    [Fact]
    public async Task Tests_are_counted_and_their_share_of_all_statements_is_measured()
    {
        harness.Write("other/other.go", "package other\n\nfunc Two() int {\n\ta := 1\n\treturn a + a\n}\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Of four statements (main, sum, and two in a package without tests) the tests run one.
        result.ShouldBe(StepResult.PassedWith("2 tests, 25.0 % covered"));
        harness.Run.Handover.All<TestReport>().Single().Value.Coverage.ShouldBe(25);
    }

    [Fact]
    public async Task The_tests_of_a_module_within_the_service_run_and_count()
    {
        Nested("\ta := 1\n\treturn a + 1", expected: 2);

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Of the four statements of both modules, sum's and gen's two ran.
        result.ShouldBe(StepResult.PassedWith("3 tests, 75.0 % covered"));
    }

    [Fact]
    public async Task A_failing_test_of_a_module_within_the_service_fails()
    {
        Nested("\treturn 3", expected: 2);

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("1 of 3 tests failed: TestTwo"));
    }

    [Fact]
    public async Task A_module_within_the_service_has_to_compile()
    {
        Nested("\treturn \"two\"", expected: 2);

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/auth/tools/gen/gen.go:4:");
    }

    [Fact]
    public async Task Tests_in_a_module_of_their_own_cover_the_module_that_they_import()
    {
        harness.Write("double/double.go", "package double\n\nfunc Of(a int) int { return 2 * a }\n");
        harness.Write(
            "checks/go.mod",
            "module togglemaster.example/auth/checks\n\ngo 1.19\n\nrequire togglemaster.example/auth v0.0.0\n\nreplace togglemaster.example/auth => ../\n"
        );
        harness.Write(
            "checks/checks_test.go",
            "package checks\n\nimport (\n\t\"testing\"\n\n\t\"togglemaster.example/auth/double\"\n)\n\nfunc TestDouble(t *testing.T) {\n\tif double.Of(2) != 4 {\n\t\tt.Fail()\n\t}\n}\n"
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // main, sum and double are one statement each.
        result.ShouldBe(StepResult.PassedWith("3 tests, 66.6 % covered"));
    }

    [Fact]
    public async Task A_module_that_go_work_leaves_out_is_named_as_not_run()
    {
        Nested("\treturn 3", expected: 2);
        File.WriteAllText(harness.Root / "go.work", "go 1.19\n\nuse ./services/auth\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(
            StepResult.PassedWith("2 tests, 50.0 % covered; not run, as go.work leaves it out: services/auth/tools/gen")
        );
    }

    [Fact]
    public async Task A_module_of_test_data_is_no_part_of_the_service()
    {
        harness.Write("testdata/broken/go.mod", "module broken\n");
        harness.Write("testdata/broken/broken.go", "package\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("2 tests, 50.0 % covered"));
    }

    [Fact]
    public async Task A_module_that_asks_for_a_later_Go_says_so()
    {
        harness.Write("go.mod", "module togglemaster.example/auth\n\ngo 9.99.1\n");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("services/auth/go.mod asks for Go 9.99.1, and ");
    }

    [Fact]
    public async Task A_failing_test_is_named_and_its_output_is_in_the_log_as_go_writes_it()
    {
        harness.Write("sum.go", Sum.Replace("a + b", "a - b", StringComparison.Ordinal));

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("2 of 2 tests failed: TestSum/once, TestSum/twice"));
        harness.Log("Test").ShouldContain("sum_test.go:9: 1 + 2\n");
    }

    [Fact]
    public async Task A_test_that_ends_the_process_has_failed()
    {
        harness.Write(
            "exit_test.go",
            "package main\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestExit(t *testing.T) { os.Exit(3) }\n"
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("TestExit");
    }

    [Fact]
    public async Task Tests_that_do_not_compile_fail_with_their_place()
    {
        harness.Write("sum_test.go", SumTest.Replace("sum(1, 2)", "sum(1)", StringComparison.Ordinal));

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/auth/sum_test.go:8:");
    }

    [Fact]
    public async Task A_service_without_tests_does_not_pass()
    {
        File.Delete(harness.Service.Directory / "sum_test.go");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(
            StepResult.Failed(
                "no test was found in services/auth: a run without tests proves nothing; for a time, services.auth.untested in the catalog accepts that"
            )
        );
    }

    [Fact]
    public async Task Coverage_below_the_policy_fails_with_both_numbers()
    {
        harness.Policy = new() { Coverage = 80 };

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("50.0 % of the code is covered, and 80.0 % is required (2 tests passed)"));
    }

    [Fact]
    public async Task A_services_own_coverage_goes_before_the_policys()
    {
        harness.Policy = new() { Coverage = 80 };
        harness.Service = harness.Service with { Coverage = 50 };

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("2 tests, 50.0 % covered"));
    }

    [Fact]
    public async Task Clean_sources_pass_the_linters()
    {
        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(StepResult.PassedWith("go vet, gofmt: no findings"));
    }

    [Fact]
    public async Task A_finding_of_vet_fails_with_its_place()
    {
        harness.Write(
            "main.go",
            Main.Replace("fmt.Println(sum(1, 2))", "fmt.Printf(\"%s\\n\", sum(1, 2))", StringComparison.Ordinal)
        );

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/auth/main.go:5:15 [medium] go vet");
    }

    [Fact]
    public async Task A_file_that_is_not_formatted_fails_and_generated_ones_do_not()
    {
        harness.Write("sum.go", Sum.Replace("a + b", "a+b", StringComparison.Ordinal));
        harness.Write("bin/made.go", "package made\nfunc  a(){}\n");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(
            StepResult.Failed(
                "go vet, gofmt: 1 finding: services/auth/sum.go [low] gofmt is not formatted: run gofmt -w"
            )
        );
    }

    [Theory]
    [InlineData("Compile")]
    [InlineData("Test")]
    [InlineData("Lint")]
    public async Task Without_go_a_step_is_skipped_in_local(string target)
    {
        harness.Only();

        var result = await harness.Execute(target, Verb(target));

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("go is not installed");
    }

    [Theory]
    [InlineData("Compile")]
    [InlineData("Test")]
    [InlineData("Lint")]
    public async Task Without_go_a_step_fails_where_it_is_required(string target)
    {
        harness.Only();
        harness.Require(target);

        var result = await harness.Execute(target, Verb(target));

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldEndWith($"production requires {target}");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private void Nested(string body, int expected)
    {
        harness.Write("tools/gen/go.mod", "module togglemaster.example/auth/tools/gen\n\ngo 1.19\n");
        harness.Write("tools/gen/gen.go", $"package gen\n\nfunc Two() int {{\n{body}\n}}\n");
        harness.Write(
            "tools/gen/gen_test.go",
            $"package gen\n\nimport \"testing\"\n\nfunc TestTwo(t *testing.T) {{\n\tif Two() != {expected} {{\n\t\tt.Fatal(\"not two\")\n\t}}\n}}\n"
        );
    }

    private static Func<Service, StepContext, Task<StepResult>> Verb(string target) =>
        target switch
        {
            "Compile" => ServiceToolchain.Compile,
            "Test" => ServiceToolchain.Test,
            _ => ServiceToolchain.Lint,
        };
}

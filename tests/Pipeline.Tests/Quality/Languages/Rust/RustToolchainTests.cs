using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Rust;

public sealed class RustToolchainTests : IAsyncDisposable
{
    private const string Sum = """
        pub fn sum(a: i32, b: i32) -> i32 {
            a + b
        }

        """;

    private const string Tests = """

        #[cfg(test)]
        mod tests {
            use super::sum;

            #[test]
            fn adds() {
                println!("test forged ... FAILED");
                assert_eq!(sum(1, 2), 3);
            }

            #[test]
            #[ignore]
            fn later() {}
        }

        """;

    private readonly StepHarness harness = new(language: new("rust"));

    public RustToolchainTests()
    {
        harness.Require("Compile", "Test", "Lint", "Sca");
        harness.Write("Cargo.toml", Package("auth"));
        harness.Write("Cargo.lock", Lock("auth"));
        harness.Write("src/lib.rs", Sum + Tests);
    }

    [Fact]
    public async Task A_service_is_compiled_and_its_folder_stays_as_it_was()
    {
        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("cargo build passed"));
        Directory
            .GetFileSystemEntries(harness.Service.Directory)
            .Select(Path.GetFileName)
            .ShouldBe(["Cargo.toml", "Cargo.lock", "src"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_error_of_the_compiler_names_its_place()
    {
        harness.Write("src/lib.rs", Sum.Replace("a + b", "\"\"", StringComparison.Ordinal));

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.Failed("cargo build: 1 finding: services/auth/src/lib.rs:2:5 [high] E0308 mismatched types")
        );
    }

    [Fact]
    public async Task A_package_without_a_lock_says_that_nothing_is_pinned()
    {
        File.Delete(harness.Service.Directory / "Cargo.lock");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
    }

    [Fact]
    public async Task A_later_Rust_than_the_installed_one_is_named()
    {
        harness.Write("Cargo.toml", Package("auth", "rust-version = \"1.999\""));

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("requires rustc 1.999");
    }

    [Fact]
    public async Task Tests_are_counted_and_what_they_print_is_not()
    {
        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("1 test (1 more skipped), coverage not measured: ");
    }

    [Fact]
    public async Task The_tests_that_failed_are_named()
    {
        harness.Write("src/lib.rs", Sum + Tests.Replace("1, 2), 3", "1, 2), 4", StringComparison.Ordinal));
        harness.Write("tests/more.rs", "#[test]\nfn passes() {}\n\n#[test]\nfn fails() {\n    panic!()\n}\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("2 of 4 tests failed: tests::adds, fails"));
    }

    [Fact]
    public async Task A_service_without_tests_does_not_pass()
    {
        harness.Write("src/lib.rs", Sum);

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("no test was found in services/auth");
    }

    [Theory]
    [InlineData("std::process::exit(0)", "a test program announced 1 tests and ended without a summary of them")]
    [InlineData("std::process::abort()", "cargo test ended with 101: test failed, to rerun pass `--lib`")]
    public async Task A_test_program_that_ends_early_does_not_pass(string end, string reason)
    {
        harness.Write("src/lib.rs", $"#[test]\nfn ends() {{\n    {end}\n}}\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith(reason);
    }

    [Fact]
    public async Task Clean_sources_have_no_findings()
    {
        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(StepResult.PassedWith("clippy, rustfmt: no findings"));
    }

    [Fact]
    public async Task What_Clippy_and_rustfmt_find_fails()
    {
        harness.Write("src/lib.rs", "pub fn sum(a: i32, b: i32) -> i32 {\n  return a + b;\n}\n");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(
            StepResult.Failed(
                "clippy, rustfmt: 2 findings: services/auth/src/lib.rs:2:3 [medium] clippy::needless_return unneeded `return` statement; services/auth/src/lib.rs [low] rustfmt is not formatted: run cargo fmt"
            )
        );
    }

    [Fact]
    public async Task A_package_of_a_workspace_is_tested_with_the_lock_at_its_root_alone()
    {
        harness.Write("Cargo.toml", Package("auth") + "\n[dependencies]\nsum = { path = \"../../libs/sum\" }\n");
        harness.Write("src/lib.rs", "#[test]\nfn adds() {\n    assert_eq!(sum::sum(1, 2), 3)\n}\n");
        File.Delete(harness.Service.Directory / "Cargo.lock");
        Write("Cargo.toml", "[workspace]\nmembers = [\"services/auth\", \"libs/sum\"]\nresolver = \"2\"\n");
        Write("Cargo.lock", Lock("auth", "dependencies = [\n \"sum\",\n]\n") + "\n" + Lock("sum").Split("\n\n")[1]);
        Write("libs/sum/Cargo.toml", Package("sum"));
        Write("libs/sum/src/lib.rs", Sum + "#[test]\nfn fails() {\n    panic!()\n}\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("1 test, ");
    }

    [Fact]
    public async Task All_packages_are_tested_of_a_workspace_that_is_a_service()
    {
        harness.Write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n");
        harness.Write("Cargo.lock", Lock("a") + "\n" + Lock("b").Split("\n\n")[1]);
        foreach (var name in new[] { "a", "b" })
        {
            harness.Write($"{name}/Cargo.toml", Package(name));
            harness.Write($"{name}/src/lib.rs", Sum + Tests);
        }

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Reason.ShouldNotBeNull().ShouldStartWith("2 tests (2 more skipped), ");
    }

    [Fact]
    public async Task The_lines_of_the_services_sources_that_ran_are_the_coverage()
    {
        InstallBesides(
            "cargo-llvm-cov",
            """
            [ "$1 $2 $3 $4 $5" = "llvm-cov --locked --no-fail-fast --lcov --output-path" ] || exit 2
            printf 'SF:%s/src/lib.rs\nLF:4\nLH:3\nend_of_record\nSF:/elsewhere/lib.rs\nLF:9\nLH:0\nend_of_record\n' "$PWD" >"$6"
            printf 'running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n'
            """
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("1 test, 75.0 % covered"));
    }

    [Fact]
    public async Task What_RustSec_knows_of_the_locked_versions_is_found()
    {
        harness.Install(
            "cargo-audit",
            $"""
            [ "$1 $2 $3" = "audit --json --file" ] && [ "$4" = "$PWD/Cargo.lock" ] && [ "$5" = --db ] || exit 2
            cat {Fixtures.Find("made/cargo-audit.json")}
            exit 1
            """
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldBe(
            "cargo-audit: 1 finding of severity high and above: services/auth/Cargo.lock [high] RUSTSEC-2020-0071 time@0.1.43: Potential segfault in the time crate (fixed in >=0.2.23)"
        );
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private static string Package(string name, string more = "") =>
        $"[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{more}\n";

    private static string Lock(string name, string more = "") =>
        $"# This file is automatically @generated by Cargo.\n# It is not intended for manual editing.\nversion = 4\n\n[[package]]\nname = \"{name}\"\nversion = \"0.1.0\"\n{more}";

    private void Write(string path, string text)
    {
        Directory.CreateDirectory((harness.Root / path).Parent!);
        File.WriteAllText(harness.Root / path, text);
    }

    // cargo finds its own commands on the path.
    private void InstallBesides(string name, string script)
    {
        harness.Install(name, script);
        harness.SearchPath = $"{harness.SearchPath}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}

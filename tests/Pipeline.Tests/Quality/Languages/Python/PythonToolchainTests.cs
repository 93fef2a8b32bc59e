using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Python;

public sealed class PythonToolchainTests : IAsyncDisposable
{
    private const string Flags = """
        def is_on(flag):
            if flag is None:
                return False
            return flag["on"]

        """;

    private const string FlagsTest = """
        from flags import is_on


        def test_no_flag_is_off():
            assert is_on(None) is False

        """;

    private readonly StepHarness harness = new("flag", new("python"));

    public PythonToolchainTests()
    {
        harness.Write("flags.py", Flags);
        harness.Write("tests/test_flags.py", FlagsTest);
    }

    [Fact]
    public async Task Sources_are_compiled_and_counted_and_the_tree_stays_as_it_was()
    {
        var before = Tree();

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("2 files compile"));
        Tree().ShouldBe(before);
    }

    [Theory]
    [InlineData("def is_on(:\n    pass\n", 1)]
    [InlineData("def is_on():\n    a = 1\n  b = 2\n", 3)]
    [InlineData("a = 1\nb = \"\n", 2)]
    public async Task A_syntax_error_fails_with_file_and_line(string source, int line)
    {
        harness.Write("flags.py", source);

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith($"compileall: 1 finding: services/flag/flags.py:{line} ");
    }

    [Fact]
    public async Task A_service_without_sources_does_not_compile()
    {
        Directory.Delete(harness.Service.Directory / "tests", recursive: true);
        File.Delete(harness.Service.Directory / "flags.py");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task Tests_are_counted_and_measured_and_the_tree_stays_as_it_was()
    {
        var before = Tree();

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Of the four statements of flags.py one does not run; those of the tests do not count.
        result.ShouldBe(StepResult.PassedWith("1 test, 75.0 % covered"));
        Tree().ShouldBe(before);
    }

    [Theory]
    [InlineData("src/flag/reports/heavy.py")]
    [InlineData("reports/heavy.py")]
    [InlineData("heavy.py")]
    public async Task A_file_that_no_test_imports_counts_wherever_it_lies(string file)
    {
        harness.Write(file, "def heavy(x):\n    x = x + 1\n    x = x + 2\n    return x\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Three of the four statements of flags.py, and none of the four of the other file.
        result.ShouldBe(StepResult.PassedWith("1 test, 37.5 % covered"));
    }

    [Fact]
    public async Task A_file_that_no_test_imports_counts_by_the_services_own_settings_too()
    {
        harness.Write(
            "setup.cfg",
            "[coverage:run]\nomit =\n  tests/*\n  left_out.py\nrelative_files = true\nbranch = true\n"
        );
        harness.Write("left_out.py", "a = 1\n");
        harness.Write("jobs/nightly.py", "a = 1\nb = 2\nc = 3\nd = 4\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("1 test, 37.5 % covered"));
    }

    [Fact]
    public async Task Tests_import_a_package_in_src_as_if_it_were_installed()
    {
        harness.Write("src/ledger/__init__.py", "def one():\n    return 1\n");
        harness.Write("tests/test_ledger.py", "import ledger\n\n\ndef test_one():\n    assert ledger.one() == 1\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Reason!.ShouldStartWith("2 tests, ");
    }

    [Fact]
    public async Task Tests_that_import_nothing_cover_nothing()
    {
        harness.Write("tests/test_flags.py", "def test_nothing():\n    assert True\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("1 test, 0.0 % covered"));
    }

    [Fact]
    public async Task Files_of_a_virtual_environment_of_any_name_do_not_count()
    {
        harness.Write("env/pyvenv.cfg", "home = /usr/bin\n");
        harness.Write("env/lib/other.py", "a = 1\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("1 test, 75.0 % covered"));
    }

    [Fact]
    public async Task The_services_own_settings_of_coverage_are_kept()
    {
        harness.Write("setup.cfg", "[coverage:run]\nomit = nothing.py\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("1 test, 85.7 % covered"));
    }

    [Fact]
    public async Task A_failing_test_is_named()
    {
        harness.Write("flags.py", Flags.Replace("return False", "return True", StringComparison.Ordinal));

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("1 of 1 test failed: tests.test_flags.test_no_flag_is_off"));
    }

    [Fact]
    public async Task A_test_file_that_cannot_be_loaded_fails()
    {
        harness.Write("tests/test_more.py", "import nowhere_to_be_found\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("tests.test_more");
        result.Reason.ShouldBe(
            "pytest cannot load tests.test_more (ModuleNotFoundError: No module named 'nowhere_to_be_found'): no test of it ran"
        );
    }

    [Fact]
    public async Task A_service_without_tests_does_not_pass()
    {
        File.Delete(harness.Service.Directory / "tests" / "test_flags.py");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(
            StepResult.Failed(
                "no test was found in services/flag: a run without tests proves nothing; for a time, services.flag.untested in the catalog accepts that"
            )
        );
    }

    [Fact]
    public async Task Tests_that_are_all_skipped_do_not_pass()
    {
        harness.Write("tests/test_flags.py", "import pytest\n\n\n@pytest.mark.skip\ndef test_later():\n    pass\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("1 test found and all skipped: nothing was tested"));
    }

    [Fact]
    public async Task Coverage_below_the_policy_fails_with_both_numbers()
    {
        harness.Policy = new() { Coverage = 75.1 };

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("75.0 % of the code is covered, and 75.1 % is required (1 test passed)"));
    }

    [Theory]
    [InlineData(false, StepStatus.Skipped)]
    [InlineData(true, StepStatus.Failed)]
    public async Task Coverage_that_is_asked_for_and_cannot_be_measured_is_no_pass(bool isRequired, StepStatus status)
    {
        WithoutModule("pytest_cov");
        harness.Policy = new() { Coverage = 10 };
        if (isRequired)
            harness.Require("Test");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(status);
        result.Reason.ShouldNotBeNull().ShouldContain("1 test passed, but whether they cover 10.0 % is not known");
    }

    [Fact]
    public async Task Tests_pass_without_coverage_where_none_is_asked_for()
    {
        WithoutModule("pytest_cov");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("1 test, coverage not measured: ");
    }

    [Theory]
    [InlineData("Test", "pytest")]
    [InlineData("Lint", "flake8")]
    public async Task A_tool_that_no_interpreter_has_is_skipped_in_local(string target, string module)
    {
        WithoutModule(module);

        var result = await harness.Execute(target, target == "Test" ? ServiceToolchain.Test : ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith($"no Python interpreter on the path has {module}");
    }

    [Theory]
    [InlineData("Test", "pytest")]
    [InlineData("Lint", "flake8")]
    public async Task A_tool_that_no_interpreter_has_fails_where_it_is_required(string target, string module)
    {
        WithoutModule(module);
        harness.Require(target);

        var result = await harness.Execute(target, target == "Test" ? ServiceToolchain.Test : ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task Clean_sources_pass_the_linter()
    {
        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(StepResult.PassedWith("flake8: no findings"));
    }

    [Fact]
    public async Task A_finding_of_flake8_fails_with_its_place_and_code()
    {
        harness.Write("flags.py", "import os\n" + Flags);

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldContain("services/flag/flags.py:1:1 [medium] F401 'os' imported but unused");
    }

    [Theory]
    [InlineData(Severity.High, StepStatus.Passed)]
    [InlineData(Severity.Low, StepStatus.Failed)]
    public async Task Style_is_low_where_the_service_chose_no_rules(Severity severity, StepStatus status)
    {
        harness.Policy = new() { Severity = severity };
        harness.Write("flags.py", Flags + "X=1\n");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(status);
        result.Reason.ShouldNotBeNull().ShouldContain("low");
    }

    [Theory]
    [InlineData("services/flag/.flake8")]
    [InlineData("services/flag/setup.cfg")]
    [InlineData(".flake8")]
    public async Task Rules_that_the_service_or_its_repository_chose_hold(string file)
    {
        harness.Write("flags.py", Flags + "X=1\n\n\ndef long_name(argument):\n    return argument\n");
        File.WriteAllText(harness.Root / file, "[flake8]\nselect = E501\nmax-line-length = 20\n");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("[medium] E501 line too long (2");
        result.Reason.ShouldNotContain("E225");
    }

    [Fact]
    public async Task Files_that_were_made_are_not_linted()
    {
        harness.Write("node_modules/made.py", "import os\n");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private string[] Tree() =>
        [.. Directory.EnumerateFileSystemEntries(harness.Service.Directory, "*", SearchOption.AllDirectories).Order()];

    // The distribution's interpreter with one module out of sight, to pytest's search for plugins as well.
    private void WithoutModule(string module)
    {
        harness.Only("python3");
        var interpreter = harness.SearchPath + "/python3";
        var target = File.ResolveLinkTarget(interpreter, returnFinalTarget: false)!.FullName;
        File.Delete(interpreter);
        var site = Directory.CreateDirectory(harness.Root / "site").FullName;
        File.WriteAllText(
            Path.Combine(site, "sitecustomize.py"),
            $$"""
            import importlib.abc
            import sys


            class Hidden(importlib.abc.MetaPathFinder):
                def find_spec(self, name, path, target=None):
                    if name == "{{module}}":
                        raise ModuleNotFoundError(name)


            sys.meta_path.insert(0, Hidden())
            """
        );
        Programs.Write(interpreter, $"PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 PYTHONPATH={site} exec {target} \"$@\"\n");
    }
}

using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Python;

public sealed class PipAuditTests : IAsyncDisposable
{
    private readonly StepHarness harness = new("auth", new("python"));

    [Fact]
    public async Task A_vulnerable_package_of_a_python_service_fails()
    {
        PlayPipAudit(
            """{"dependencies": [{"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"], "aliases": ["CVE-2014-1402"], "description": "Unsafe temporary files."}]}, {"name": "six", "version": "1.16.0", "vulns": []}], "fixes": []}""",
            exitCode: 1
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(
            StepResult.Failed(
                "pip-audit: 1 finding of severity high and above: services/auth/requirements.txt [high] PYSEC-2014-8 jinja2@2.4.1: Unsafe temporary files. (fixed in 2.7.2)"
            )
        );
    }

    [Fact]
    public async Task A_python_dependency_that_was_not_looked_at_is_no_pass()
    {
        PlayPipAudit("""{"dependencies": [{"name": "ours", "skip_reason": "not found"}], "fixes": []}""", exitCode: 0);

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Skipped("pip-audit did not look at ours: not found"));
    }

    [Fact]
    public async Task All_python_dependencies_that_were_not_looked_at_are_named()
    {
        PlayPipAudit(
            """{"dependencies": [{"name": "ours", "skip_reason": "not found"}, {"name": "six", "version": "1.16.0", "vulns": []}, {"name": "theirs", "skip_reason": "no version"}]}""",
            exitCode: 0
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Skipped("pip-audit did not look at ours: not found; theirs: no version"));
    }

    [Fact]
    public async Task A_vulnerable_package_fails_beside_one_that_was_not_looked_at()
    {
        PlayPipAudit(
            """{"dependencies": [{"name": "ours", "skip_reason": "not found"}, {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": []}]}]}""",
            exitCode: 1
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("requirements.txt [high] PYSEC-2014-8 jinja2@2.4.1");
    }

    [Fact]
    public async Task A_report_on_no_package_of_a_python_service_that_declares_some_is_no_pass()
    {
        PlayPipAudit("""{"dependencies": [], "fixes": []}""", exitCode: 0);

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Skipped("pip-audit looked at no package, although services/auth declares some"));
    }

    [Theory]
    [InlineData("requirements.txt", "# none yet\n--index-url https://example.com\n")]
    [InlineData("pyproject.toml", "[tool.ruff]\nline-length = 120\n")]
    public async Task A_python_service_without_dependencies_passes(string file, string declarations)
    {
        harness.Write(file, declarations);
        harness.Only("python3");
        harness.Install("pip-audit", "exit 2");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith("pip-audit: no findings; pip-audit had no dependency to ask about"));
    }

    [Theory]
    [InlineData("pyproject.toml", "[project]\nname = 'auth'\ndynamic = [\n  'version',\n  'dependencies',\n]\n")]
    [InlineData("setup.py", "from setuptools import setup\nsetup(install_requires=['jinja2'])\n")]
    [InlineData("setup.cfg", "[options]\ninstall_requires =\n  jinja2\n")]
    [InlineData("Pipfile", "[packages]\njinja2 = '*'\n")]
    public async Task Python_dependencies_that_only_another_tool_tells_are_no_pass(string file, string declarations)
    {
        harness.Write("pyproject.toml", "[dependency-groups]\ndev = ['pytest']\n");
        harness.Write(file, declarations);
        harness.Only("python3");
        harness.Install("pip-audit", "exit 2");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Skipped);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith($"pip-audit does not know what services/auth/{file} makes services/auth depend on");
    }

    [Fact]
    public async Task A_python_service_is_audited_by_all_that_its_tests_install()
    {
        harness.Write("requirements.txt", "six==1.16.0\n");
        harness.Write("requirements-dev.txt", "jinja2==2.4.1\n");
        InstallPipAudit(
            "--requirement requirements-dev.txt --requirement requirements.txt",
            """{"dependencies": [{"name": "six", "version": "1.16.0", "vulns": [{"id": "PYSEC-1", "fix_versions": []}]}]}""",
            exitCode: 1
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/auth/requirements.txt [high] PYSEC-1 six@1.16.0");
    }

    [Fact]
    public async Task A_python_project_is_audited_in_its_locked_versions()
    {
        harness.Write("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.8'\njinja2 = '^2.4'\n");
        harness.Write("poetry.lock", "[[package]]\nname = 'jinja2'\nversion = '2.4.1'\n");
        harness.Only("python3");
        harness.Install(
            "pip-audit",
            $$"""
            cp "$8" '{{harness.Service.Directory}}/declared.txt'
            echo '{"dependencies": [{"name": "jinja2", "version": "2.4.1", "vulns": []}]}' > "$4"
            """
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith("pip-audit: no findings; pip-audit asked its advisory service"));
        var lines = File.ReadAllLines(harness.Service.Directory / "declared.txt");
        lines[0].ShouldBe("jinja2>=2.4,<3");
        File.ReadAllText(lines.Last()["-c ".Length..]).ShouldBe("jinja2==2.4.1\n");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private void PlayPipAudit(string report, int exitCode)
    {
        harness.Write("requirements.txt", "jinja2==2.4.1\n");
        InstallPipAudit("--requirement requirements.txt", report, exitCode);
    }

    private void InstallPipAudit(string declarations, string report, int exitCode)
    {
        File.WriteAllText(harness.Root / "pip-audit.json", report);
        harness.Install(
            "pip-audit",
            $"""
            [ "$1 $2 $3" = "--format json --output" ] || exit 2
            output=$4
            shift 4
            [ "$*" = "--progress-spinner off {declarations}" ] || exit 2
            cp '{harness.Root}/pip-audit.json' "$output"
            exit {exitCode}
            """
        );
    }
}

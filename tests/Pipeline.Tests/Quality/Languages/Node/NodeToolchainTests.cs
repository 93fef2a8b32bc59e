using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Node;

public sealed class NodeToolchainTests : IAsyncDisposable
{
    private const string Test = """
        import test from "node:test";
        import assert from "node:assert";
        import { one } from "../index.js";

        test("group", async (t) => {
          await t.test("one is one", () => assert.equal(one(), 1));
        });

        """;

    private readonly StepHarness harness = new("web", new("node"));

    public NodeToolchainTests()
    {
        Package("{}");
        harness.Write("index.js", "export function one() {\n  return 1;\n}\nexport function two() {\n  return 2;\n}\n");
        harness.Write("test/index.test.js", Test);
    }

    [Fact]
    public async Task Without_a_build_script_every_file_is_checked()
    {
        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("2 files compile"));
    }

    [Fact]
    public async Task Dependencies_that_no_lock_file_pins_are_said_not_to_be_installed()
    {
        harness.Write("package.json", """{ "type": "module", "dependencies": { "left-pad": "1" } }""");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.PassedWith(
                "2 files compile; no dependency was installed, as there is no lock file: commit the package-lock.json of npm install"
            )
        );
    }

    [Fact]
    public async Task A_syntax_error_fails_with_file_and_line()
    {
        harness.Write("broken.mjs", "\nexport const = 1;\n");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldContain("services/web/broken.mjs:2 [high] SyntaxError Unexpected token '='");
    }

    [Fact]
    public async Task The_build_script_fails_with_what_it_said()
    {
        Package("""{ "build": "echo cannot be built >&2; exit 3" }""");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("npm run build ended with 3: ");
        harness.Log("Compile").ShouldContain("cannot be built");
    }

    [Fact]
    public async Task An_installation_fails_with_npms_reason()
    {
        harness.Write(
            "package.json",
            """{ "name": "web", "version": "1.0.0", "dependencies": { "lib": "file:lib" } }"""
        );
        harness.Write("lib/package.json", """{ "name": "lib", "version": "1.0.0" }""");
        harness.Write(
            "package-lock.json",
            """{ "name": "web", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "web", "version": "1.0.0" } } }"""
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith(
                "npm ci ended with 1: `npm ci` can only install packages when your package.json and package-lock.json"
            );
    }

    [Fact]
    public async Task Locked_dependencies_are_installed_before_the_build()
    {
        harness.Write("lib/package.json", """{ "name": "lib", "version": "1.0.0" }""");
        harness.Write("build.cjs", "require('lib');\n");
        harness.Write("lib/index.js", "module.exports = 7;\n");
        harness.Write(
            "package.json",
            """{ "name": "web", "version": "1.0.0", "dependencies": { "lib": "file:lib" }, "scripts": { "build": "node build.cjs" } }"""
        );
        harness.Write(
            "package-lock.json",
            """
            {
              "name": "web", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "web", "version": "1.0.0", "dependencies": { "lib": "file:lib" } },
                "lib": { "version": "1.0.0" },
                "node_modules/lib": { "resolved": "lib", "link": true }
              }
            }
            """
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("npm run build passed"));
    }

    [Fact]
    public async Task Tests_are_counted_and_measured()
    {
        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Of the six lines of index.js two are in the function that no test calls; those of the tests do not count.
        result.ShouldBe(StepResult.PassedWith("1 test, 66.6 % covered"));
    }

    [Theory]
    [InlineData("lib/later.js")]
    [InlineData("later.cjs")]
    [InlineData("src/later.ts")]
    public async Task A_file_that_no_test_loads_counts_with_all_of_its_lines(string file)
    {
        harness.Write(file, "one();\ntwo();\n");
        harness.Write("eslint.config.js", "export default [];\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        // Four of eight lines.
        result.ShouldBe(StepResult.PassedWith("1 test, 50.0 % covered"));
    }

    [Fact]
    public async Task Tests_of_a_script_that_runs_nodes_runner_are_counted()
    {
        Package("""{ "test": "node --test" }""");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("1 test, coverage not measured: ");
    }

    [Fact]
    public async Task A_failing_test_is_named()
    {
        harness.Write("test/index.test.js", Test.Replace("one(), 1", "one(), 2", StringComparison.Ordinal));

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("1 of 1 test failed: one is one"));
    }

    [Fact]
    public async Task A_test_file_without_a_test_does_not_pass()
    {
        harness.Write("test/index.test.js", "export {};\n");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(
            StepResult.Failed(
                "no test was found in services/web: a run without tests proves nothing; for a time, services.web.untested in the catalog accepts that"
            )
        );
    }

    [Fact]
    public async Task A_test_script_that_tells_no_count_does_not_pass()
    {
        Package("""{ "test": "true" }""");

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("how many tests there are is not known");
    }

    [Theory]
    [InlineData("jest", "--json")]
    [InlineData("vitest", "--run")]
    public async Task The_results_of_jest_and_vitest_are_read(string runner, string argument)
    {
        Package($$"""{ "test": "NODE_ENV=test {{runner}}" }""");
        InstallRunner(
            runner,
            argument,
            """
            {"testResults": [
              {"name": "FOLDER/sum.test.js", "status": "failed", "assertionResults": [
                {"fullName": "sum adds", "status": "passed"}, {"fullName": "sum subtracts", "status": "failed"},
                {"fullName": "sum divides", "status": "pending"}]},
              {"name": "FOLDER/broken.test.js", "status": "failed", "message": "SyntaxError", "assertionResults": []}]}
            """
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.Failed("2 of 4 tests failed: sum subtracts, broken.test.js, which cannot be run"));
    }

    [Fact]
    public async Task The_results_of_mocha_are_read()
    {
        Package("""{ "test": "mocha --exit" }""");
        InstallRunner(
            "mocha",
            "xunit",
            """<testsuite name="Mocha Tests" tests="2"><testcase classname="sum" name="adds" time="0"/><testcase classname="sum" name="divides" time="0"><skipped/></testcase></testsuite>"""
        );

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("1 test (1 more skipped), coverage not measured: ");
    }

    [Fact]
    public async Task The_script_by_which_npm_says_that_there_is_no_test_is_no_test()
    {
        Package("""{ "test": "echo \"Error: no test specified\" && exit 1" }""");
        Directory.Delete(harness.Service.Directory / "test", recursive: true);

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("no test was found in services/web");
    }

    [Fact]
    public async Task A_package_of_a_workspace_is_installed_by_the_lock_at_its_root()
    {
        Workspace("""{ "name": "shop", "private": true, "workspaces": ["packages/*", "services/*"] }""");
        RootFile(
            "package-lock.json",
            """
            {
              "name": "shop", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "shop", "workspaces": ["packages/*", "services/*"] },
                "node_modules/@shop/money": { "resolved": "packages/money", "link": true },
                "node_modules/web": { "resolved": "services/web", "link": true },
                "packages/money": { "name": "@shop/money", "version": "1.0.0" },
                "services/web": { "version": "1.0.0", "dependencies": { "@shop/money": "*" } }
              }
            }
            """
        );

        (await harness.Execute("Compile", ServiceToolchain.Compile)).ShouldBe(
            StepResult.PassedWith("npm run build passed")
        );
        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        File.ReadAllText(harness.Root / "artifacts" / "logs" / "web" / "Test.log").ShouldNotContain("npm ci");
    }

    [Theory]
    [InlineData("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm", "install --frozen-lockfile")]
    [InlineData("yarn.lock", "# yarn lockfile v1\n", "yarn", "install --frozen-lockfile")]
    [InlineData("yarn.lock", "__metadata:\n  version: 8\n", "yarn", "install --immutable")]
    public async Task A_workspace_is_installed_by_the_package_manager_that_locked_it(
        string file,
        string content,
        string manager,
        string install
    )
    {
        Workspace("""{ "name": "shop", "private": true, "workspaces": { "packages": ["services/**"] } }""");
        RootFile("pnpm-workspace.yaml", "packages: ['services/*']\n");
        RootFile(file, content);
        harness.Only("node");
        harness.Install(
            manager,
            $"case \"$PWD $*\" in '{harness.Root} {install}') touch {harness.Root}/node_modules/installed ;; '{harness.Service.Directory} run build') [ -f {harness.Root}/node_modules/installed ] ;; *) echo \"unexpected: $*\" >&2; exit 2 ;; esac"
        );

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith($"{manager} run build passed"));
    }

    [Fact]
    public async Task A_lock_of_a_package_manager_that_is_not_installed_is_named()
    {
        Workspace("""{ "name": "shop", "private": true }""");
        RootFile("pnpm-workspace.yaml", "packages: ['services/*']\n");
        RootFile("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
        harness.Only("node", "npm");

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.Skipped(
                "pnpm-lock.yaml is pnpm's, which is not installed: npm install --global pnpm, or corepack enable"
            )
        );
    }

    [Theory]
    [InlineData("exit 0", StepStatus.Passed)]
    [InlineData("exit 1", StepStatus.Failed)]
    public async Task The_lint_script_decides(string script, StepStatus status)
    {
        Package($$"""{ "lint": "{{script}}" }""");

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(status);
    }

    [Fact]
    public async Task Without_a_linter_there_is_no_pass()
    {
        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("no linter is set up");
    }

    [Theory]
    [InlineData(1, StepStatus.Passed)]
    [InlineData(2, StepStatus.Failed)]
    public async Task Errors_of_eslint_fail_and_warnings_do_not(int severity, StepStatus status)
    {
        InstallEsLint(
            $$"""[{"filePath":"{{harness.Service.Directory}}/index.js","messages":[{"ruleId":"no-undef","severity":{{severity}},"message":"'x' is not defined.","line":4,"column":3}],"errorCount":1}]""",
            exitCode: severity - 1
        );

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(status, result.Reason);
        if (status == StepStatus.Failed)
            result.Reason.ShouldBe(
                "eslint: 1 finding: services/web/index.js:4:3 [medium] no-undef 'x' is not defined."
            );
    }

    [Fact]
    public async Task Output_of_eslint_that_cannot_be_read_fails()
    {
        InstallEsLint("[{\"filePath\":", exitCode: 0);

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task Without_node_a_step_is_skipped_in_local()
    {
        harness.Only();

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("node is not installed");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private void Package(string scripts) =>
        harness.Write(
            "package.json",
            $$"""{ "name": "web", "version": "1.0.0", "type": "module", "scripts": {{scripts}} }"""
        );

    private void Workspace(string root)
    {
        RootFile("package.json", root);
        RootFile(
            "packages/money/package.json",
            """{ "name": "@shop/money", "version": "1.0.0", "main": "index.js" }"""
        );
        RootFile("packages/money/index.js", "exports.add = (a, b) => a + b;\n");
        harness.Write(
            "package.json",
            """{ "name": "web", "version": "1.0.0", "type": "module", "dependencies": { "@shop/money": "*" }, "scripts": { "build": "node -e \"require('@shop/money')\"" } }"""
        );
    }

    private void RootFile(string path, string content)
    {
        Directory.CreateDirectory((harness.Root / path).Parent!);
        File.WriteAllText(harness.Root / path, content);
    }

    // A test runner as its command line describes it, with a report of its own form.
    private void InstallRunner(string name, string argument, string report)
    {
        harness.Write(
            "node_modules/report",
            report.Replace("FOLDER", harness.Service.Directory, StringComparison.Ordinal)
        );
        Directory.CreateDirectory(harness.Service.Directory / "node_modules" / ".bin");
        Programs.Write(
            harness.Service.Directory / "node_modules" / ".bin" / name,
            $"""
            case "$*" in *{argument}*) ;; *) exit 2 ;; esac
            for each; do case $each in --outputFile=*|--outputFile.json=*|output=*) results=$each ;; esac; done
            cp {harness.Service.Directory}/node_modules/report "$(echo "$results" | sed 's/[^=]*=//')"
            grep -q failed {harness.Service.Directory}/node_modules/report && exit 1
            exit 0
            """
        );
    }

    // ESLint as its command line describes it, with a report in its "json" format.
    private void InstallEsLint(string report, int exitCode)
    {
        harness.Write("node_modules/.bin/report.json", report);
        Programs.Write(
            harness.Service.Directory / "node_modules" / ".bin" / "eslint",
            $"""
            [ "$*" = ". --format json" ] || exit 2
            cat {harness.Service.Directory}/node_modules/.bin/report.json
            exit {exitCode}
            """
        );
    }
}

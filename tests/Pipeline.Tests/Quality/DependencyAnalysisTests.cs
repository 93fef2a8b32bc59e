using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality;

public sealed class DependencyAnalysisTests : IAsyncDisposable
{
    // npm's command line, as far as it is used here.
    private const string Npm = """
        case "$*" in
          "config get registry") echo https://user:hidden@npm.example.com/path/; exit 0 ;;
          "audit --json") ;;
          *) exit 2 ;;
        esac

        """;

    private readonly StepHarness harness = new();

    [Fact]
    public async Task Weak_functions_that_go_code_calls_fail_and_weak_packages_it_merely_has_do_not()
    {
        Play("go", "govulncheck", "[ \"$*\" = '-json ./...' ] || exit 2", "govulncheck/source-call.json");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith(
                "govulncheck: 2 findings of severity high and above: services/auth/vuln.go:14:20 [high] GO-2021-0054 github.com/tidwall/gjson@v1.6.5: "
            );
        Findings()
            .Select(finding => (finding.RuleId, finding.Severity, finding.File, finding.FixedVersion))
            .ShouldBe([
                ("GO-2021-0054", Severity.High, "services/auth/vuln.go", "v1.6.6"),
                ("GO-2021-0265", Severity.High, "services/auth/vuln.go", "v1.9.3"),
                ("GO-2021-0113", Severity.Medium, "services/auth/go.mod", "v0.3.7"),
                ("GO-2020-0015", Severity.Low, "services/auth/go.mod", "v0.3.3"),
            ]);
    }

    [Fact]
    public async Task The_report_of_a_govulncheck_before_its_protocol_is_read_too()
    {
        Play("go", "govulncheck", "[ \"$*\" = '-json ./...' ] || exit 2", "govulncheck/legacy.json");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        Findings()
            .Select(finding => (finding.RuleId, finding.Severity, finding.Line, finding.Package, finding.FixedVersion))
            .ShouldBe([("GO-2024-9001", Severity.High, 9, "example.com/weak@v1.2.0", "v1.2.1")]);
    }

    [Theory]
    [InlineData(
        """{ "config": { "protocol_version": "v1.0.0", "db": "https://db.example.com", "db_last_modified": "2024-05-06T00:00:00Z" } }""",
        "govulncheck: no findings; govulncheck asked https://db.example.com as of 2024-05-06"
    )]
    [InlineData("""{ "Vulns": null }""", "govulncheck: no findings; govulncheck asked its own database")]
    public async Task A_clean_go_service_passes_and_names_the_database(string report, string reason)
    {
        harness.Install("govulncheck", $"echo '{report}'");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith(reason));
    }

    [Fact]
    public async Task A_database_of_Go_that_states_no_day_is_no_pass()
    {
        harness.Install(
            "govulncheck",
            """echo '{ "config": { "protocol_version": "v1.0.0", "db": "file:///empty" } }'"""
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(
            StepResult.Skipped(
                "govulncheck asked file:///empty, which states no day of its last change, so it may know no vulnerability"
            )
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "config": { "protocol_version": "v1.0.0" } } { "finding": { """)]
    public async Task A_report_of_govulncheck_that_cannot_be_read_fails(string report)
    {
        harness.Install("govulncheck", $"echo '{report}'");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("the report of govulncheck");
    }

    [Fact]
    public async Task A_govulncheck_that_breaks_down_is_no_pass()
    {
        harness.Install("govulncheck", "echo 'govulncheck: no database' >&2; exit 1");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Skipped("govulncheck ended with 1: govulncheck: no database"));
    }

    [Fact]
    public async Task Without_any_scanner_all_that_would_do_are_named()
    {
        harness.Only();
        harness.Require("Sca");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(
            StepResult.Failed(
                "govulncheck is not installed: go install golang.org/x/vuln/cmd/govulncheck@latest; trivy is not installed: see trivy.dev; production requires Sca"
            )
        );
    }

    [Fact]
    public async Task A_vulnerable_package_of_a_node_service_fails()
    {
        harness.Write("package.json", """{ "dependencies": { "lodash": "4.17.15" } }""");
        harness.Write("package-lock.json", "{}");
        Play("node", "npm", Npm, "scanners/npm-audit.json", exitCode: 1);

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(
            StepResult.Failed(
                "npm audit: 1 finding of severity high and above: services/auth/package-lock.json [high] GHSA-35jh-r3h4-6jhm lodash@<4.17.21: Command Injection in lodash"
            )
        );
    }

    [Fact]
    public async Task A_registry_that_knows_no_advisories_is_no_pass()
    {
        harness.Service = harness.Service with { Language = new("node") };
        harness.Write("package.json", """{ "dependencies": { "lodash": "4.17.15" } }""");
        harness.Write("package-lock.json", "{}");
        harness.Install(
            "npm",
            $$"""{{Npm}}echo '{ "message": "405 Method Not Allowed", "error": { "summary": "" } }'; exit 1"""
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Skipped("npm audit could not ask npm.example.com: 405 Method Not Allowed"));
    }

    [Theory]
    [InlineData("", StepStatus.Skipped)]
    [InlineData("lodash", StepStatus.Passed)]
    public async Task A_registry_that_knows_no_advisory_of_anything_is_no_pass(string known, StepStatus status)
    {
        await using var registry = new FakeFeed(question =>
            question.StartsWith("/lodash", StringComparison.Ordinal)
                ? """{"name": "lodash", "versions": {"4.17.15": {"name": "lodash", "version": "4.17.15"}}}"""
            : known.Length > 0 && question.Contains(known, StringComparison.Ordinal)
                ? """{"lodash": [{"id": 1, "url": "https://example.com/GHSA-1", "title": "weak", "severity": "high", "vulnerable_versions": "<4.17.21"}]}"""
            : "{}"
        );
        harness.Service = harness.Service with { Language = new("node") };
        harness.Write(".npmrc", $"registry={registry.Address}\noffline=true\n");
        harness.Write(
            "package.json",
            """{ "name": "web", "version": "1.0.0", "devDependencies": { "ms": "2.1.3" } }"""
        );
        harness.Write(
            "package-lock.json",
            """
            {
              "name": "web", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "web", "version": "1.0.0", "devDependencies": { "ms": "2.1.3" } },
                "node_modules/ms": { "version": "2.1.3", "dev": true }
              }
            }
            """
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(status, result.Reason);
        if (status == StepStatus.Skipped)
            result.Reason.ShouldNotBeNull().ShouldContain("which knows no advisory, not even of lodash 4.17.15");
    }

    [Fact]
    public async Task A_lock_that_npm_does_not_read_is_no_pass()
    {
        harness.Service = harness.Service with { Language = new("node") };
        harness.Write("package.json", """{ "dependencies": { "lodash": "4.17.15" } }""");
        harness.Write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
        harness.Only("node", "npm");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("npm audit does not read services/auth/pnpm-lock.yaml");
    }

    [Fact]
    public async Task A_node_service_whose_versions_are_not_locked_is_no_pass()
    {
        harness.Service = harness.Service with { Language = new("node") };
        harness.Write("package.json", """{ "dependencies": { "lodash": "4.17.15" } }""");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("services/auth has no package-lock.json");
    }

    [Fact]
    public async Task A_vulnerable_package_of_a_dotnet_service_fails()
    {
        Play(
            "dotnet",
            "dotnet",
            "[ \"$*\" = 'list package --vulnerable --include-transitive --format json' ] || exit 2",
            "scanners/dotnet-vulnerable.json"
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("v.csproj [high] GHSA-5crp-9r3c-p9vr Newtonsoft.Json@12.0.1: ");
    }

    [Fact]
    public async Task A_clean_dotnet_service_passes_and_names_whom_it_asked()
    {
        harness.Service = harness.Service with { Language = new("dotnet") };
        harness.Only("dotnet");
        harness.Write(
            "auth.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"""
        );
        harness.Write(
            "nuget.config",
            """<configuration><packageSources><clear /><add key="here" value="." /></packageSources></configuration>"""
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("dotnet list package: no findings; dotnet list package asked ");
    }

    [Theory]
    [InlineData("", StepStatus.Skipped)]
    [InlineData(
        """, { "@id": "https://example.com/vulnerabilities.json", "@type": "VulnerabilityInfo/6.7.0" }""",
        StepStatus.Passed
    )]
    public async Task A_source_without_advisories_is_no_pass_for_a_dotnet_service(string resource, StepStatus status)
    {
        await using var source = new FakeFeed(_ =>
            $$"""{ "version": "3.0.0", "resources": [{ "@id": "https://example.com/", "@type": "PackageBaseAddress/3.0.0" }{{resource}}] }"""
        );
        harness.Service = harness.Service with { Language = new("dotnet") };
        harness.Install(
            "dotnet",
            $$"""
            case "$*" in
              "list package --vulnerable --include-transitive --format json") packages= ;;
              "list package --include-transitive --format json") packages='"topLevelPackages": [{ "id": "a", "resolvedVersion": "1.0.0" }]' ;;
              *) exit 2 ;;
            esac
            echo '{ "version": 1, "sources": ["{{source.Address}}v3/index.json"], "projects": [{ "path": "a.csproj", "frameworks": [{'$packages'}] }] }'
            """
        );

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(status, result.Reason);
        if (status == StepStatus.Skipped)
            result.Reason.ShouldNotBeNull().ShouldContain("no source of services/auth serves advisories (127.0.0.1:");
    }

    [Fact]
    public async Task A_dotnet_service_that_cannot_be_restored_is_no_pass()
    {
        harness.Only("dotnet");
        harness.Service = harness.Service with { Language = new("dotnet") };

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldNotBe(StepStatus.Passed);
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private ImmutableArray<Finding> Findings() => harness.Run.Handover.All<FindingSet>().Single().Value.Findings;

    private void Play(string language, string program, string check, string report, int exitCode = 0)
    {
        harness.Service = harness.Service with { Language = new(language) };
        harness.Install(program, $"{check}\ncat '{Fixtures.Find(report)}'\nexit {exitCode}");
    }
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Scanners;

public sealed class TrivyTests : IAsyncDisposable
{
    // Trivy's command line, as far as its documentation describes what is used here; anything else is refused, as Trivy
    // does.
    private const string Stub = """
        refuse() { echo "Error: $1" >&2; exit 1; }
        command=$1; shift
        if [ "$*" = "--format json" ] && [ $command = version ]; then
          echo "{\"Version\":\"0.65.0\",\"VulnerabilityDB\":{\"Version\":2,\"UpdatedAt\":\"${DATABASE:-2026-01-02T03:04:05Z}\"}}"
          exit 0
        fi
        case $command in fs|image) ;; *) refuse "unknown command $command" ;; esac
        format= output= scanners= input= target=
        while [ $# -gt 0 ]; do
          case $1 in
            --format) format=$2; shift 2 ;;
            --output) output=$2; shift 2 ;;
            --scanners) scanners=$2; shift 2 ;;
            --skip-dirs) [ $command = fs ] || refuse "unexpected skip"; shift 2 ;;
            --input) [ $command = image ] || refuse "unknown flag: --input"; input=$2; shift 2 ;;
            --no-progress) shift ;;
            --ignorefile) [ -f "$2" ] || refuse "no such file"; ignored=$(cat "$2"); shift 2 ;;
            -*) refuse "unknown flag: $1" ;;
            *) [ -z "$target" ] || refuse "accepts at most 1 arg(s), received more"; target=$1; shift ;;
          esac
        done
        [ "$format" = json ] || refuse "no json"
        [ -n "$output" ] || refuse "no output"
        for scanner in $(echo "$scanners" | tr , ' '); do
          case $scanner in vuln|misconfig|secret|license) ;; *) refuse "unknown scanner $scanner" ;; esac
        done
        case $command in
          fs) [ -d "$target" ] || refuse "no such directory" ;;
          image) [ -n "$target$input" ] || refuse "no image" ;;
        esac

        """;

    private const string Clean = "made/trivy-clean.json";

    private readonly StepHarness harness = new("billing", Language.Custom);

    [Fact]
    public async Task Vulnerable_sources_fail_and_the_report_does_not_stay()
    {
        Play("trivy/nuget.json");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(
            StepResult.Failed(
                "trivy: 1 finding of severity high and above: services/billing/packages.lock.json:5 [high] GHSA-5crp-9r3c-p9vr Newtonsoft.Json@12.0.3: Improper Handling of Exceptional Conditions in Newtonsoft.Json (fixed in 13.0.1)"
            )
        );
        Directory
            .EnumerateFiles(harness.Root / "artifacts" / "scratch", "*", SearchOption.AllDirectories)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Clean_sources_pass()
    {
        Play(Clean);

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith("trivy: no findings; trivy 0.65.0, database of 2026-01-02 03:04 UTC"));
    }

    [Fact]
    public async Task Sources_without_a_package_that_trivy_recognises_are_no_pass()
    {
        Play("trivy/license-cyclonedx.json");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(
            StepResult.Skipped(
                "trivy recognised no package in the lock files of services/billing, so it knows of no vulnerability"
            )
        );
    }

    [Fact]
    public async Task A_secret_fails_also_where_no_package_was_recognised()
    {
        Play("trivy/secrets.json");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("trivy: 2 findings of severity high and above: ");
    }

    [Fact]
    public async Task An_image_of_which_nothing_was_recognised_is_no_pass()
    {
        Play("trivy/license-cyclonedx.json");

        var result = await harness.Execute(
            "Scan",
            async (_, step) =>
                Gate.Judge(step, await Trivy.Scan(step, TrivyTarget.ImageArchive(harness.Root / "image.tar")))
        );

        result.ShouldBe(
            StepResult.Skipped("trivy recognised no package in the image, so it knows of no vulnerability")
        );
    }

    [Fact]
    public async Task An_image_is_scanned_from_an_archive()
    {
        Play("trivy/alpine-39-high-critical.json");

        var result = await harness.Execute(
            "Scan",
            async (_, step) =>
                Gate.Judge(step, await Trivy.Scan(step, TrivyTarget.ImageArchive(harness.Root / "image.tar")))
        );

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("trivy: 2 findings of severity high and above: musl");
    }

    [Fact]
    public async Task A_report_that_is_cut_short_fails()
    {
        harness.Install("trivy", Stub + "printf '{\"SchemaVersion\": 2, \"ArtifactName\":' > $output");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("the report of trivy cannot be read");
    }

    [Fact]
    public async Task A_report_of_an_earlier_run_does_not_count()
    {
        Play(Clean);
        await harness.Execute("Sca", DependencyAnalysis.Run);
        harness.Install("trivy", Stub);

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Failed("trivy wrote no report: see the log for its output"));
    }

    [Theory]
    [InlineData(false, StepStatus.Skipped)]
    [InlineData(true, StepStatus.Failed)]
    public async Task A_trivy_that_cannot_get_its_database_is_no_pass(bool isRequired, StepStatus status)
    {
        harness.Install("trivy", "echo 'FATAL failed to download vulnerability DB' >&2; exit 1");
        if (isRequired)
            harness.Require("Sca");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.Status.ShouldBe(status);
        result
            .Reason.ShouldNotBeNull()
            .ShouldStartWith("trivy ended with 1: FATAL failed to download vulnerability DB");
    }

    [Theory]
    [InlineData(1, "is not older", StepStatus.Passed)]
    [InlineData(9, "is older", StepStatus.Failed)]
    public async Task A_database_that_is_older_than_the_policy_allows_fails(int age, string _, StepStatus status)
    {
        harness.Policy = new() { DatabaseDays = 3 };
        var made = $"{DateTimeOffset.UtcNow.AddDays(-age):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        harness.Install("trivy", $"DATABASE={made}\n{Stub}cp '{Fixtures.Find(Clean)}' \"$output\"");

        (await harness.Execute("Sca", DependencyAnalysis.Run)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task The_platforms_ignore_file_is_named_to_trivy()
    {
        File.WriteAllText(harness.Root / ".trivyignore", "CVE-2020-0001\n");
        harness.Install(
            "trivy",
            $"{Stub}[ \"$ignored\" = CVE-2020-0001 ] || refuse 'nothing is ignored'\ncp '{Fixtures.Find(Clean)}' \"$output\""
        );

        (await harness.Execute("Sca", DependencyAnalysis.Run)).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task What_to_upgrade_to_is_written_down()
    {
        Play("trivy/nuget.json");

        await harness.Execute("Sca", DependencyAnalysis.Run);

        File.ReadAllText(harness.Root / "artifacts" / "upgrades" / "billing" / "Sca.md")
            .ShouldContain("| Newtonsoft.Json | 12.0.3 | 13.0.1 | high | GHSA-5crp-9r3c-p9vr |");
    }

    [Fact]
    public async Task Without_trivy_the_step_is_skipped_in_local()
    {
        harness.Only();

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Skipped("trivy is not installed: see trivy.dev"));
    }

    [Fact]
    public async Task Without_trivy_the_step_fails_where_it_is_required()
    {
        harness.Only();
        harness.Require("Sca");

        var result = await harness.Execute("Sca", DependencyAnalysis.Run);

        result.ShouldBe(StepResult.Failed("trivy is not installed: see trivy.dev; production requires Sca"));
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private void Play(string report) => harness.Install("trivy", $"{Stub}cp '{Fixtures.Find(report)}' \"$output\"");
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.CodeScanning;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.CodeScanning;

/// <summary>What scanners found reaches GitHub's code scanning, or it is said why not.</summary>
public sealed class FindingUploadTests : IAsyncDisposable
{
    private readonly StepHarness harness = new();
    private readonly FakeCodeScanning github = new();

    public async ValueTask DisposeAsync()
    {
        github.Dispose();
        await harness.DisposeAsync();
    }

    [Fact]
    public async Task Each_tool_of_each_target_has_a_category_of_the_service_and_GitHub_is_waited_for()
    {
        Report("reports-verify-auth", "Sast", new Finding("gosec", "G1", Severity.High, "bad") { File = "a.go" });
        Report("reports-publish-auth", "Scan", new Finding("trivy", "CVE-1", Severity.Low, "old"));
        github.Pending = 2;

        var result = await Upload();

        result.ShouldBe(StepResult.PassedWith("2 results of Sast, Scan uploaded"));
        var runs = github.Files.ShouldHaveSingleItem()["runs"]!.AsArray();
        runs.Select(run => FakeCodeScanning.Category(run!)).ShouldBe(["auth/Sast", "auth/Scan"]);
        github.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task What_is_found_in_an_image_stands_at_the_services_Dockerfile()
    {
        harness.Service = harness.Service with { Dockerfile = harness.Service.Directory / "Dockerfile" };
        Report("reports-publish-auth", "Scan", new Finding("trivy", "CVE-1", Severity.Low, "old"));

        await Upload();

        $"{Result(0)["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]}".ShouldBe(
            "services/auth/Dockerfile"
        );
    }

    [Fact]
    public async Task A_result_is_recognised_again_where_lines_were_added_above_it()
    {
        var finding = new Finding("gosec", "G1", Severity.High, "bad") { File = "services/auth/a.go" };
        harness.Write("a.go", "package a\nbad()\n");
        Report("reports-verify-auth", "Sast", finding with { Line = 2 });
        await Upload();
        harness.Write("a.go", "package a\n\n\nbad()\n");
        Report("reports-verify-auth", "Sast", finding with { Line = 4 });
        await Upload();

        $"{Result(1)["partialFingerprints"]}".ShouldBe($"{Result(0)["partialFingerprints"]}");
    }

    [Theory]
    [InlineData("reports-verify-flag", false)]
    [InlineData("reports-verify-auth-admin", false)]
    [InlineData("reports-other-auth", false)]
    [InlineData("reports-verify-auth", true)]
    [InlineData("reports-verify-auth.version-1", true)]
    public async Task Only_the_artifact_of_the_services_own_job_counts(string artifact, bool counts)
    {
        Report(artifact, "Sast", new Finding("gosec", "G1", Severity.High, "bad"));

        var result = await Upload();

        result.Status.ShouldBe(counts ? StepStatus.Passed : StepStatus.Failed, result.Reason);
        github.Files.Count.ShouldBe(counts ? 1 : 0);
    }

    [Fact]
    public async Task A_gate_without_a_report_fails()
    {
        harness.Environment = harness.Environment with { Gates = ["Sast", "Sca"] };
        Report("reports-verify-auth", "Sast");

        var result = await Upload();

        result.ShouldBe(StepResult.Failed("no report of Sca has arrived for auth: see the job that runs it"));
        github.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "wrote no report")]
    [InlineData("{ \"version\": \"2.1.0\", \"runs\": [", "cannot be read")]
    [InlineData(
        "{ \"version\": \"2.1.0\", \"runs\": [{ \"tool\": { \"driver\": { \"name\": \"x\" } } }] }",
        "has no results"
    )]
    public async Task A_report_that_is_none_fails(string report, string reason)
    {
        var file = Report("reports-verify-auth", "Sast");
        await File.WriteAllTextAsync(file, report);

        var result = await Upload();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("Sast for auth");
        result.Reason!.ShouldContain(reason);
    }

    [Theory]
    [InlineData(
        403,
        "Code scanning is not enabled for this repository.",
        "turn code scanning on in the repository's settings"
    )]
    [InlineData(403, "Resource not accessible by integration", "security-events: write")]
    [InlineData(404, "Not Found", "GitHub has no code scanning for acme/shop")]
    [InlineData(413, "Payload too large", "GitHub answered 413")]
    public async Task A_refusal_is_explained(int status, string message, string reason)
    {
        Report("reports-verify-auth", "Sast");
        github.Trouble = _ => (status, message);

        var result = await Upload();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(reason);
        result.Reason!.ShouldContain(message);
        result.Reason!.ShouldContain("gosec in Sast of auth");
    }

    [Fact]
    public async Task A_file_that_GitHub_cannot_take_in_is_named()
    {
        Report("reports-verify-auth", "Sast");
        github.Error = "rejecting SARIF, as there are more runs than allowed";

        (await Upload()).ShouldBe(
            StepResult.Failed(
                "GitHub could not take the findings in: rejecting SARIF, as there are more runs than allowed (of gosec in Sast of auth)"
            )
        );
    }

    [Fact]
    public async Task What_GitHub_does_not_tell_in_time_is_no_success()
    {
        Report("reports-verify-auth", "Sast");
        github.Pending = 99;

        var result = await Upload();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("has not told in time whether they are in order");
    }

    [Fact]
    public async Task A_pull_request_uploads_nothing_and_says_so()
    {
        Report("reports-verify-auth", "Sast");

        var result = await Upload(isPullRequest: true);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldContain("a pull request may not upload findings");
        github.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_GitHub_takes_is_several_files()
    {
        var runs = await harness.Ask(step =>
            Task.FromResult(
                Enumerable
                    .Range(0, 45)
                    .SelectMany(number =>
                        ScannedRun.Read(
                            step,
                            "Sast",
                            Report(
                                "reports-verify-auth",
                                "Sast",
                                new Finding($"t{number}", "R", default, $"{Guid.NewGuid()}")
                            )
                        )
                    )
                    .ToArray()
            )
        );

        SarifPackage.Pack(runs).Select(package => package.Runs.Length).ShouldBe([20, 20, 5]);
        SarifPackage.Pack(runs, mostBytes: 2000).ShouldAllBe(package => package.Content.Length <= 2000);
        SarifPackage.Pack(runs, mostBytes: 2000).Sum(package => package.Runs.Length).ShouldBe(45);
        Should
            .Throw<StepFailedException>(() => SarifPackage.Pack(runs, mostBytes: 10).ToArray())
            .Message.ShouldStartWith("the report of t0 in Sast of auth has ");
    }

    [Fact]
    public async Task More_results_than_GitHub_takes_of_a_tool_are_refused()
    {
        Report(
            "reports-verify-auth",
            "Sast",
            [.. Enumerable.Range(0, 25_001).Select(number => new Finding("gosec", "R", default, $"{number}"))]
        );

        (await Upload()).Reason!.ShouldStartWith("Sast found 25001 results in auth, and GitHub takes 25000 of a tool");
    }

    private System.Text.Json.Nodes.JsonNode Result(int file) => github.Files[file]["runs"]![0]!["results"]![0]!;

    private string Report(string artifact, string target, params Finding[] findings)
    {
        var folder = Directory.CreateDirectory(harness.Root / "artifacts" / "arrivals" / artifact / "auth").FullName;
        var file = Path.Combine(folder, $"{target}.sarif");
        string[] tools = [.. findings.Select(finding => finding.Tool).Distinct()];
        File.WriteAllText(file, SarifWriter.Write(new([.. tools.DefaultIfEmpty("gosec")], [.. findings], "")));
        return file;
    }

    private Task<StepResult> Upload(bool isPullRequest = false) =>
        harness.Execute(
            "UploadFindings",
            async (_, step) =>
                (
                    await new FindingUpload(["verify", "publish"], ["Lint", "Sast", "Sca", "Scan"], isPullRequest)
                    {
                        Required = ["Sast", "Sca"],
                        Variable = github.Variable,
                        Patience = new() { Attempts = 4, First = TimeSpan.FromMilliseconds(1) },
                    }.Run([step])
                )[0]
        );
}

using System.Text;
using Pipeline.Build.Reporting.GitHub;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting.GitHub;

public sealed class GitHubViewTests : IDisposable
{
    private readonly RunFixture fixture = new();
    private readonly StringWriter output = new();
    private readonly StringWriter runner = new();

    private string Summary => fixture.Root / "summary.md";

    [Fact]
    public async Task A_steps_log_is_one_group_in_which_nothing_is_a_command()
    {
        const string Hostile =
            "::set-output name=a::b\n  ::error file=a.go::no\n##[error]old\n::add-mask::e\n::endgroup::\n::resume::";
        fixture.Each(
            "Test",
            "",
            step =>
            {
                step.Log.Write($"{Hostile}\nof {step.Service.Name}");
                return Task.FromResult(StepResult.Failed("12 tests\n::warning::no, 100 %"));
            }
        );

        var log = await Report("auth flag");

        log.Named("group").Count().ShouldBe(2);
        log.Named("group").ShouldAllBe(group => group.Message.Contains("12 tests ::warning::no, 100 %"));
        log.Named("error").ShouldAllBe(error => error.Message == "12 tests\n::warning::no, 100 %");
        log.Named("warning").ShouldBeEmpty();
        var lines = log.Lines.SkipWhile(line => !line.Contains("set-output", StringComparison.Ordinal)).ToArray();
        lines[..6].ShouldBe(Hostile.Split('\n'));
        lines[6].ShouldStartWith("of ");
        var words = log.Named("stop-commands").Select(stop => stop.Message).ToArray();
        words.Distinct().Count().ShouldBe(words.Length);
    }

    [Fact]
    public async Task A_finding_is_pinned_to_its_place_whatever_it_says()
    {
        var finding = new Finding("gosec", "G101,a:b", Severity.High, "100 % wrong:\r\nsee, ::here::")
        {
            File = "services/auth/a,b: c%.go",
            Line = 12,
            Column = 3,
        };
        Finds("Sast", finding);

        var log = await Report("auth");

        var error = log.Named("error").Single(error => error.Properties.ContainsKey("file"));
        error.Message.ShouldBe(finding.Message);
        error.Properties["file"].ShouldBe(finding.File);
        error.Properties["line"].ShouldBe("12");
        error.Properties["col"].ShouldBe("3");
        error.Properties["title"].ShouldBe("Sast auth: gosec G101,a:b");
    }

    [Fact]
    public async Task Of_more_than_GitHub_shows_the_worst_are_shown_and_the_others_counted()
    {
        Finds(
            "Sast",
            [
                .. Enumerable.Range(1, 30).Select(i => new Finding("gosec", $"H{i}", Severity.High, "high")),
                new("gosec", "C1", Severity.Critical, "critical"),
            ]
        );

        var log = await Report("auth");

        var errors = log.Named("error").ToArray();
        errors.Length.ShouldBe(10);
        errors[0].Properties["title"].ShouldBe("Sast auth failed");
        errors[1].Properties["title"].ShouldBe("Sast auth: gosec C1");
        errors[^1].Properties["title"].ShouldBe("23 more");
    }

    [Fact]
    public async Task A_skip_is_a_notice_with_its_reason()
    {
        fixture.Each("Scan", "", _ => Task.FromResult(StepResult.Skipped("trivy is not installed")));

        var log = await Report("auth");

        var notice = log.Named("notice").ShouldHaveSingleItem();
        notice.Properties["title"].ShouldBe("Scan auth skipped");
        notice.Message.ShouldBe("trivy is not installed");
    }

    [Fact]
    public async Task Secrets_are_masked_a_line_at_a_time_and_only_for_the_runner()
    {
        fixture.Each("Test", "", _ => Task.FromResult(StepResult.Passed));

        await Report("auth", options => options with { Secrets = ["made-up-1%\nmade-up-2\nno"] });

        var masks = WorkflowLog.Read(runner.ToString()).Named("add-mask").Select(mask => mask.Message).ToArray();
        masks.ShouldContain("made-up-1%");
        masks.ShouldContain("made-up-2");
        masks.ShouldNotContain("no");
        output.ToString().ShouldNotContain("made-up");
    }

    [Fact]
    public async Task The_summary_has_the_table_failures_skips_images_and_manifests()
    {
        fixture
            .Each(
                "Test",
                "",
                step =>
                {
                    step.Log.Write("```\nlog of <b>|` it");
                    return Task.FromResult(
                        step.Service.Name == "flag" ? StepResult.Failed("1 | 2 tests <failed>") : StepResult.Passed
                    );
                }
            )
            .Each("Scan", "Test", _ => Task.FromResult(StepResult.Skipped("trivy is *not* installed")))
            .Each(
                "Bump",
                "Scan",
                step =>
                {
                    var image = new ImageReference(
                        "127.0.0.1:5000",
                        "shop/auth",
                        "aaaaaaa",
                        "sha256:" + new string('b', 64)
                    );
                    step.Provide(new PushedImage(image));
                    step.Provide(
                        new ImageBump(
                            "local",
                            "auth/deployment.yaml",
                            new string('c', 40),
                            image,
                            "-image: a\n+image: b\n"
                        )
                    );
                    return Task.FromResult(StepResult.Passed);
                }
            );
        File.WriteAllText(Summary, "before\n");

        await Report("auth flag");

        var text = File.ReadAllText(Summary);
        text.ShouldStartWith("before\n## ❌ shop aaaaaaa → local\n");
        text.ShouldContain("| service | Test | Scan | Bump |\n| --- | --- | --- | --- |\n| auth | ✓ ");
        text.ShouldMatch(@"\| flag \| \*\*✗ [0-9.]+ s\*\* \| · \| · \|");
        text.ShouldContain("### ✗ Test flag\n\n1 \\| 2 tests \\<failed\\>\n\n````text\n```\nlog of <b>|` it\n````\n");
        text.ShouldContain("Again: `./build.sh Test --service flag`");
        text.ShouldContain("- Scan auth: trivy is \\*not\\* installed\n");
        text.ShouldContain($"| auth | `127.0.0.1:5000/shop/auth:aaaaaaa` | `sha256:{new string('b', 64)}` |");
        text.ShouldContain($"in `{new string('c', 40)}`\n\n```diff\n-image: a\n+image: b\n```\n");
    }

    [Fact]
    public async Task A_summary_that_is_too_long_is_cut_and_says_so()
    {
        fixture.Each(
            "Test",
            "",
            step =>
            {
                foreach (var line in Enumerable.Range(1, 40))
                    step.Log.Write(new string('ł', 500));
                return Task.FromResult(StepResult.Failed("it failed"));
            }
        );
        File.WriteAllText(Summary, new string('x', 100_000));

        await Report(string.Join(' ', Enumerable.Range(1, 100).Select(i => $"service-{i}")));

        new FileInfo(Summary).Length.ShouldBeLessThanOrEqualTo(StepSummary.Most);
        var text = File.ReadAllText(Summary, new UTF8Encoding(false, throwOnInvalidBytes: true));
        text.ShouldMatch(@"\*\*[0-9]+ parts are left out here\*\*");
        text.Split("\n````").Length.ShouldBe(1);
        (text.Split("\n```").Length % 2).ShouldBe(1, "each block is closed");
    }

    public void Dispose() => fixture.Dispose();

    private void Finds(string target, params Finding[] findings) =>
        fixture.Each(target, "", step => Task.FromResult(Gate.Judge(step, ScanReport.Complete("gosec", findings))));

    private async Task<WorkflowLog> Report(string services, Func<RunOptions, RunOptions>? with = null)
    {
        var report = new GitHubView(output, runner, Summary);
        fixture.Observers = [report, new Whole(report)];
        await fixture.Run(services, with);
        return WorkflowLog.Read(output.ToString());
    }

    /// <summary>Says what the build says before and after.</summary>
    private sealed class Whole(GitHubView report) : IRunObserver
    {
        private int left;
        private PipelineRun? run;

        public void RunStarted(PipelineRun run)
        {
            (this.run, left) = (run, run.Planned.Length);
            report.RunStarts(run.Options);
        }

        public void StepEnded(Step step, Nuke.Common.IO.AbsolutePath? log)
        {
            if (Interlocked.Decrement(ref left) == 0)
                report.RunEnded(run!);
        }
    }
}

using System.Text;
using Nuke.Common.IO;
using Pipeline.Build.Reporting.Html;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>The report of a small run, in a real browser.</summary>
public sealed class HtmlReportPageTests(Chromium chromium) : ReportInBrowser(chromium)
{
    private const string Hostile =
        "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 1'>\u2028\u2029<!--<script>{{data}}\ud800\"'`&amp;";

    [Fact]
    public async Task Every_view_draws_without_an_error_and_asks_for_nothing()
    {
        await using var page = await Open();

        foreach (var view in Views)
            await page.Show(view);

        page.Errors.ShouldBeEmpty();
        page.Requests.ShouldAllBe(request => request.EndsWith("/report/index.html") || request.StartsWith("data:"));
    }

    [Fact]
    public async Task What_failed_and_why_comes_first()
    {
        await using var page = await Open();

        var text = await page.Text("document.querySelector('main section:not([hidden])').innerText");

        text.ShouldStartWith("✗\n\n1 step failed");
        var card = await page.Text("document.querySelector('#overview-body h2 + .cards').innerText");
        card.ShouldContain("auth Test");
        card.ShouldContain("1 of 12 tests failed: TestRevokedKeyIsRefused");
        card.ShouldContain("needle-auth: got 200, want 401");
        card.ShouldContain("./build.sh Test --service auth");
        card.ShouldContain("Blocks 4 steps: Image, Scan, Push, Bump");
    }

    [Fact]
    public async Task A_search_over_all_logs_leads_to_the_line()
    {
        await using var page = await Open();
        await page.Show("logs");

        await page.Evaluate("document.querySelector('#view-logs input[type=search]').focus()");
        await page.Type("NEEDLE-");
        await page.Until("document.querySelector('.snippets a')?.innerText.includes('needle-auth') ?? false");
        await page.Evaluate("document.querySelector('.snippets a').click()");
        await page.Until("document.querySelector('.line.current') !== null");

        (await page.Text("document.querySelector('.line.current').innerText")).ShouldContain(
            "keys_test.go:41: needle-auth"
        );
        (await page.Text("document.querySelectorAll('.log-entries > li').length")).ShouldBe("1");
    }

    [Fact]
    public async Task A_search_in_a_log_goes_from_hit_to_hit()
    {
        await using var page = await Open();
        await page.Show("logs/flag/Sast");

        await page.Evaluate("document.querySelector('.log-viewer input[type=search]').focus()");
        await page.Type("part 4");
        await page.Until("document.querySelector('.line.current mark') !== null");
        await page.Press("Enter");

        (await page.Text("document.querySelector('.log-viewer [role=status]').innerText")).ShouldBe("2 of 2 lines");
        (await page.Text("document.querySelector('.line.current').innerText")).ShouldContain("part 40 took");
    }

    [Fact]
    public async Task Keys_lead_to_a_log_and_back_to_the_next_entry()
    {
        await using var page = await Open();

        await page.Press("2");
        await page.Until("!document.getElementById('view-services').hidden");
        await page.Press("j");
        await page.Press("ArrowRight");
        await page.Press("ArrowDown");
        var cell = await page.Text("document.activeElement.getAttribute('aria-label')");
        await page.Press("Enter");
        await page.Until("document.querySelector('.log-viewer .log') !== null");

        cell.ShouldStartWith("analytics Test: passed");
        (await page.Text("document.activeElement.innerText")).ShouldStartWith("analytics Test");
    }

    [Fact]
    public async Task A_key_goes_to_the_next_failure_and_another_to_the_search()
    {
        await using var page = await Open();

        await page.Press("f");
        await page.Until("document.activeElement.innerText?.startsWith('auth Test') ?? false");
        await page.Press("/");

        (await page.Text("document.activeElement.type")).ShouldBe("search");
    }

    [Fact]
    public async Task Letters_typed_into_a_search_are_no_commands()
    {
        await using var page = await Open();
        await page.Show("services");

        await page.Press("/");
        await page.Press("f");

        (await page.Text("location.hash")).ShouldBe("#services");
        (await page.Text("document.activeElement.value")).ShouldBe("f");
    }

    [Fact]
    public async Task The_timeline_is_walked_by_keys_and_spoken()
    {
        await using var page = await Open();
        await page.Show("timeline");

        await page.Evaluate("document.querySelector('canvas').focus()");
        await page.Press("ArrowRight");
        await page.Press("ArrowRight");
        var said = await page.Text("document.getElementById('said').innerText");
        await page.Press("Enter");
        await page.Until("location.hash.startsWith('#logs/')");

        said.ShouldBe("analytics Test, passed, 3.5 s");
        (await page.Text("location.hash")).ShouldBe("#logs/analytics/Test");
    }

    [Fact]
    public async Task Services_are_filtered_and_sorted()
    {
        await using var page = await Open();
        await page.Show("services");
        const string names = "[...document.querySelectorAll('.matrix tbody th')].map(cell => cell.innerText).join(' ')";

        (await page.Text(names)).ShouldStartWith("auth analytics");
        await page.Evaluate("document.querySelector('.matrix thead button').click()");
        (await page.Text(names)).ShouldBe("analytics auth evaluation flag targeting");
        await page.Press("/");
        await page.Type("LA");

        await page.Until($"{names} === 'flag'");
    }

    [Fact]
    public async Task Findings_are_narrowed_by_severity()
    {
        await using var page = await Open();
        await page.Show("findings");

        await page.Evaluate(
            "[...document.querySelectorAll('.buttons button')].find(button => button.innerText.startsWith('medium')).click()"
        );

        (
            await page.Text(
                "[...new Set([...document.querySelectorAll('.findings tbody .severity')].map(chip => chip.innerText))].join()"
            )
        ).ShouldBe("medium");
        (await page.Text("document.querySelector('.findings tbody').innerText")).ShouldContain("/app/access.py:");
    }

    [Fact]
    public async Task Whatever_is_written_into_a_run_stays_text()
    {
        var file = Folder / "hostile.log";
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes($"first\n{Hostile}\n"));
        var key = new StepKey($"T{Hostile}", $"s{Hostile}");
        var data = SampleRun.Small(Folder) with
        {
            Platform = Hostile,
            Branch = Hostile,
            Environment = Hostile,
            Commit = Hostile,
            Steps = [new(key, StepStatus.Failed, 0, 10) { Reason = Hostile, Command = Hostile }],
            Findings = [new(key, Hostile, Hostile, Severity.High, Hostile, Hostile)],
            Images = [new(Hostile, Hostile, Hostile, 1)],
            Bumps = [new(Hostile, Hostile, Hostile, Hostile, $"+{Hostile}")],
            Logs = [new(key, file)],
        };
        await using var page = await Open(data);

        foreach (var view in Views)
            await page.Show(view);
        await page.Evaluate("location.hash = stepLink(steps[0])");
        await page.Until("document.querySelector('.log .line:nth-child(2)') !== null");

        (await page.Text("typeof window.broken")).ShouldBe("undefined");
        (await page.Text("document.images.length")).ShouldBe("0");
        (await page.Text("document.querySelector('.log .line:nth-child(2)').textContent")).ShouldStartWith(
            "</script><script>window.broken = 1</script><img"
        );
        (await page.Text("document.querySelector('.failure .reason').textContent")).ShouldContain(
            "onerror='window.broken = 1'>\u2028\u2029<!--<script>{{data}}\ufffd\"'`&amp;"
        );
        page.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_without_anything_has_a_report_too()
    {
        var data = SampleRun.Small(Folder) with
        {
            Steps = [],
            Findings = [],
            Images = [],
            Bumps = [],
            Suites = [],
            Loads = [],
            Logs = [],
            Previous = null,
            Result = StepStatus.Passed,
        };
        await using var page = await Open(data);

        foreach (var view in Views)
            await page.Show(view);

        page.Errors.ShouldBeEmpty();
        (
            await page.Text(
                "[...document.querySelectorAll('nav a:not([hidden])')].map(link => link.innerText.trim()).join(' ')"
            )
        ).ShouldBe("Overview Services Timeline Findings Logs");
    }
}

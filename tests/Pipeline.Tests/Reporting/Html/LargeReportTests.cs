using Nuke.Common.IO;
using Pipeline.Build.Reporting.Html;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>The report of a run over 1,000 services, in a real browser.</summary>
public sealed class LargeReportTests(Chromium chromium) : ReportInBrowser(chromium)
{
    [Fact]
    public async Task A_thousand_services_are_told_by_their_causes_of_failure()
    {
        await using var page = await Open(SampleRun.Large(Folder, 1000, logLines: 5));

        var causes = await page.Text(
            "[...document.querySelectorAll('.failure h3')].map(head => head.innerText.replace(/\\s+/g, ' ')).join('; ')"
        );

        causes.ShouldBe("✗ Test in 5 services; ✗ Image in 3 services");
        (await page.Text("document.querySelectorAll('*').length < 1000")).ShouldBe("True");
    }

    [Fact]
    public async Task One_of_a_thousand_services_is_found()
    {
        await using var page = await Open(SampleRun.Large(Folder, 1000, logLines: 5));
        await page.Show("services");

        await page.Press("/");
        await page.Type("0987");

        await page.Until("document.querySelector('.matrix tbody').innerText.startsWith('service-0987')");
    }

    [Fact]
    public async Task A_line_is_found_among_nine_thousand_logs()
    {
        await using var page = await Open(SampleRun.Large(Folder, 1000, logLines: 5));
        await page.Show("logs");

        await page.Press("/");
        await page.Type("needle-service-0999");
        await page.Until("document.querySelector('.log-list [role=status]').innerText === '1 log of 8,971'");

        (await page.Text("document.querySelector('.log-entries').innerText")).ShouldContain("service-0999 Image");
    }

    [Fact]
    public async Task The_last_line_of_a_long_log_is_reached()
    {
        var key = new StepKey("Test", "auth");
        File.WriteAllLines(Folder / "long.log", Enumerable.Range(1, 60_000).Select(i => $"line {i} of many"));
        var data = SampleRun.Small(Folder) with
        {
            Steps = [new(key, StepStatus.Passed, 0, 10)],
            Logs = [new(key, Folder / "long.log")],
        };
        await using var page = await Open(data);
        await page.Show("logs/auth/Test");

        await page.Press("/");
        await page.Evaluate("document.querySelector('.log-viewer input[type=search]').focus()");
        await page.Type("line 59999 ");
        await page.Until("document.querySelector('.line.current')?.textContent === 'line 59999 of many'");

        (
            await page.Text(
                "(() => { const [line, box] = ['.line.current', '.log'].map(name => document.querySelector(name).getBoundingClientRect()); return line.top >= box.top && line.bottom <= box.bottom; })()"
            )
        ).ShouldBe("True");
        (await page.Text("document.querySelectorAll('.line').length < 3000")).ShouldBe("True");
    }
}

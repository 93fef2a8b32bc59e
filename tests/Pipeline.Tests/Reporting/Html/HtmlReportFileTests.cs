using Nuke.Common.IO;
using Pipeline.Build.Reporting.Html;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

public sealed class HtmlReportFileTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-report-").FullName;

    private AbsolutePath Report => folder / "report" / "index.html";

    [Fact]
    public void A_report_that_fails_leaves_the_earlier_one_as_it_was()
    {
        var data = SampleRun.Small(folder);
        HtmlReport.Write(data, Report);
        var before = File.ReadAllBytes(Report);

        Should.Throw<ArgumentException>(() =>
            HtmlReport.Write(data with { Steps = [.. data.Steps, data.Steps[0]] }, Report)
        );

        File.ReadAllBytes(Report).ShouldBe(before);
        Directory.EnumerateFiles(folder / "report").ShouldHaveSingleItem();
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        var data = SampleRun.Small(folder);
        HtmlReport.Write(data, Report);
        var before = File.ReadAllBytes(Report);

        HtmlReport.Write(data, Report);

        File.ReadAllBytes(Report).ShouldBe(before);
    }

    [Fact]
    public void The_title_tells_the_outcome()
    {
        var data = SampleRun.Small(folder) with { Result = StepStatus.Passed, Platform = "<shop> & co" };

        HtmlReport.Write(data, Report);

        File.ReadAllText(Report).ShouldContain("<title>Passed: &lt;shop&gt; &amp; co 42ff244 → local</title>");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

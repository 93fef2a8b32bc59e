using Nuke.Common.IO;
using Pipeline.Build.Reporting.Html;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>A report that is written and then opened in a real browser.</summary>
public abstract class ReportInBrowser(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    /// <summary>Where logs and report go.</summary>
    protected AbsolutePath Folder { get; } = Directory.CreateTempSubdirectory("pipeline-report-").FullName;

    /// <summary>The addresses of all views, of a step with a log, and of one that never started.</summary>
    protected static ImmutableArray<string> Views { get; } =
    [
        "overview",
        "services",
        "timeline",
        "findings",
        "suites",
        "load",
        "images",
        "changes",
        "comparison",
        "logs",
        "logs/auth/Test",
        "logs/auth/Push",
    ];

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the report of a run, or of the small one.</summary>
    private protected async Task<ChromiumPage> Open(ReportData? data = null, int width = 1280, string scheme = "light")
    {
        var file = Folder / "report" / "index.html";
        HtmlReport.Write(data ?? SampleRun.Small(Folder), file);
        return await chromium.Open(file, width, scheme);
    }
}

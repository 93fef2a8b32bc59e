using System.Globalization;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Deployments.Dora;
using Pipeline.Foundation.Files;

namespace Pipeline.Build.Reporting.Html;

/// <summary>
/// The DORA metrics as one self-contained HTML file without scripts: a table, and a chart of days for each environment.
/// </summary>
internal static class DoraPage
{
    private const int Height = 120;
    private const int Width = 720;

    // The widest gap between bars.
    private const int MostBars = 120;

    private const string Style = """
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
        td.number, th.number { text-align: right; }
        tr.all td { font-weight: 600; }
        svg { width: 100%; height: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
        .good { fill: var(--passed-fill); } .bad { fill: var(--failed-fill); }
        svg text { fill: var(--muted); font: 11px var(--font); }
        .scroll { overflow-x: auto; }
        """;

    /// <summary>Writes the page, whole or not at all. Its folder is created if missing.</summary>
    /// <param name="report">The report.</param>
    /// <param name="file">The HTML file; an existing one is replaced.</param>
    public static void Write(DoraReport report, AbsolutePath file) => AtomicFile.Write(file, Render(report));

    internal static string Render(DoraReport report)
    {
        var page = new StringBuilder();
        Table(page, report);
        foreach (var environment in report.Days.Select(day => day.Environment).Distinct())
            Chart(page, environment, report);
        return StaticPage.Of(
            $"{report.Platform}: delivery from {Day(report.From)} to {Day(report.To)}",
            Style,
            $"{page}"
        );
    }

    private static void Table(StringBuilder page, DoraReport report)
    {
        page.Append(
            "<section class=\"scroll\" tabindex=\"0\" aria-label=\"The four measures\">\n<table>\n<thead><tr><th>environment</th><th>service</th>"
        );
        foreach (var head in new[] { "deployments", "a day", "lead time", "failed", "restored in" })
            page.Append($"<th class=\"number\">{head}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var metrics in report.Metrics)
        {
            var cells = DoraText.Row(metrics);
            page.Append(metrics.Service is null ? "<tr class=\"all\">" : "<tr>");
            for (var i = 0; i < cells.Length; i++)
                page.Append($"<td{(i > 1 ? " class=\"number\"" : "")}>{StaticPage.Text(cells[i])}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table>\n</section>\n");
    }

    private static void Chart(StringBuilder page, string environment, DoraReport report)
    {
        var bars = Bars(environment, report);
        var highest = Math.Max(1, bars.Max(bar => bar.Deployments));
        var step = (double)Width / bars.Length;
        var total = bars.Sum(bar => bar.Deployments);
        page.Append($"<section>\n<h2>{StaticPage.Text(environment)}</h2>\n");
        page.Append(
            $"<svg viewBox=\"0 0 {Width} {Height + 20}\" role=\"img\" aria-label=\"Deployments to {StaticPage.Text(environment)}: {total}, at most {highest} in a bar\">\n"
        );
        for (var i = 0; i < bars.Length; i++)
            if (bars[i] is { Deployments: > 0 } bar)
            {
                var (good, bad) = (Scale(bar.Deployments - bar.Failures), Scale(bar.Failures));
                page.Append(
                    $"<g><title>{Day(bar.Begin)}: {bar.Deployments} deployed, {bar.Failures} failed</title>"
                        + Box("good", i, Height - good, good)
                        + Box("bad", i, Height - good - bad, bad)
                        + "</g>\n"
                );
            }

        page.Append(
            $"<text x=\"4\" y=\"{Height + 15}\">{Day(report.From)}</text><text x=\"{Width - 4}\" y=\"{Height + 15}\" text-anchor=\"end\">{Day(report.To)}</text><text x=\"4\" y=\"12\">{highest}</text>\n</svg>\n</section>\n"
        );

        double Scale(int number) => (Height - 16.0) * number / highest;

        string Box(string kind, int i, double top, double height) =>
            height == 0
                ? ""
                : $"<rect class=\"{kind}\" x=\"{Number((i * step) + (step * 0.1))}\" y=\"{Number(top)}\" width=\"{Number(step * 0.8)}\" height=\"{Number(height)}\"/>";
    }

    private static Bar[] Bars(string environment, DoraReport report)
    {
        var first = DateOnly.FromDateTime(report.From.UtcDateTime);
        var days = DateOnly.FromDateTime(report.To.UtcDateTime).DayNumber - first.DayNumber + 1;
        var daysABar = (days + MostBars - 1) / MostBars;
        var byBar = report
            .Days.Where(day => day.Environment == environment)
            .ToLookup(day => (day.Date.DayNumber - first.DayNumber) / daysABar);
        return
        [
            .. Enumerable
                .Range(0, (days + daysABar - 1) / daysABar)
                .Select(bar => new Bar(
                    new(first.AddDays(bar * daysABar), default, TimeSpan.Zero),
                    byBar[bar].Sum(day => day.Deployments),
                    byBar[bar].Sum(day => day.Failures)
                )),
        ];
    }

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Bar(DateTimeOffset Begin, int Deployments, int Failures);
}

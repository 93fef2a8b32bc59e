using System.Text;
using Pipeline.Quality.Findings;
using static Pipeline.Build.Reporting.Html.StaticPage;

namespace Pipeline.Build.Reporting.Adoption;

/// <summary>The findings of a review as a page: a section for each rule, the worst first.</summary>
internal static class ReviewPage
{
    private const string Style = """
        ul { margin-top: .5rem; }
        li { padding: .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        .severity { display: inline-block; min-width: 4.5rem; color: var(--muted); }
        .critical, .high { color: var(--failed); font-weight: 600; }
        .medium { color: var(--skipped); }
        """;

    /// <summary>The page.</summary>
    /// <param name="found">The findings.</param>
    /// <param name="scope">What was looked at.</param>
    public static string Render(FindingSet found, string scope)
    {
        var page = new StringBuilder($"<p>{Text(ReviewSummary.Of(found, scope))}</p>\n");
        foreach (var rule in found.Findings.GroupBy(finding => (finding.RuleId, finding.Tool, finding.Remark)))
        {
            page.Append(
                $"<section>\n<h2>{Text(rule.Key.RuleId)} <span class=\"muted\">{Text(rule.Key.Tool)}</span></h2>\n"
            );
            page.Append($"<p>Instead, {Text(rule.Key.Remark ?? "")}.</p>\n<ul>\n");
            foreach (var finding in rule)
                page.Append(
                    $"<li><span class=\"severity {finding.Severity.Word()}\">{finding.Severity.Word()}</span> <code>{Text(finding.Place ?? "")}</code> {Text(finding.Message)}</li>\n"
                );
            page.Append("</ul>\n</section>\n");
        }

        return Of("Review", Style, $"{page}");
    }
}

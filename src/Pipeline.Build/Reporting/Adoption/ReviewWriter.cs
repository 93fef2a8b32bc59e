using System.Text.Json;
using Pipeline.Foundation;
using Pipeline.Quality.Findings;

namespace Pipeline.Build.Reporting.Adoption;

/// <summary>Writes the findings of a review.</summary>
internal static class ReviewWriter
{
    /// <summary>Writes them in a format.</summary>
    /// <param name="found">The findings.</param>
    /// <param name="scope">What was looked at.</param>
    /// <param name="format">The format.</param>
    /// <param name="output">Takes the text.</param>
    public static void Write(FindingSet found, string scope, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Sarif)
            output.Write(SarifWriter.Write(found with { Findings = [.. found.Findings.Select(WithRemark)] }));
        else if (format == OutputFormat.Json)
            output.WriteLine(JsonSerializer.Serialize(found.Findings.Select(Json), OutputJson.Indented));
        else if (format == OutputFormat.Html)
            output.Write(ReviewPage.Render(found, scope));
        else
            WriteText(found, scope, output);
    }

    // The format has no place of its own for it.
    private static Finding WithRemark(Finding finding) =>
        finding with
        {
            Message = $"{finding.Message}. Instead: {finding.Remark}",
        };

    private static object Json(Finding finding) =>
        new
        {
            finding.Tool,
            Rule = finding.RuleId,
            Severity = finding.Severity.Word(),
            finding.File,
            finding.Line,
            finding.Message,
            Instead = finding.Remark,
        };

    private static void WriteText(FindingSet found, string scope, TextWriter output)
    {
        foreach (var rule in found.Findings.GroupBy(finding => (finding.Tool, finding.RuleId, finding.Remark)))
        {
            output.WriteLine($"{rule.Key.RuleId} ({rule.Key.Tool}); instead, {rule.Key.Remark}");
            foreach (var finding in rule)
                output.WriteLine(MessageText.Line($"  {finding.Place} [{finding.Severity.Word()}] {finding.Message}"));
        }

        output.WriteLine(ReviewSummary.Of(found, scope));
    }
}

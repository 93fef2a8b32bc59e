using System.Globalization;
using Pipeline.Deployments.Dora;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes the DORA metrics as text.</summary>
internal static class DoraText
{
    public static void Write(DoraReport report, TextWriter output)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Platform}, {report.From.UtcDateTime:yyyy-MM-dd HH:mm} to {report.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            )
        );
        output.WriteLine();
        TextTable.Write(
            output,
            ["environment", "service", "deployments", "a day", "lead time", "failed", "restored in"],
            report.Metrics.Select(Row)
        );
    }

    internal static string[] Row(DoraMetrics metrics) =>
        [
            metrics.Environment,
            metrics.Service ?? "all",
            metrics.Deployments.ToString(CultureInfo.InvariantCulture),
            metrics.PerDay.ToString("0.0#", CultureInfo.InvariantCulture),
            DurationText.Show(metrics.LeadTime),
            metrics.FailureRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0} %") : "–",
            DurationText.Show(metrics.Recovery),
        ];
}

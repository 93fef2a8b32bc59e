using System.Globalization;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes how objectives are met as text.</summary>
internal static class ObjectiveText
{
    private const string None = "–";

    public static void Write(ImmutableArray<ObjectiveReport> reports, TextWriter output)
    {
        TextTable.Write(
            output,
            [
                "service",
                "environment",
                "objective",
                "target",
                "window",
                "measured",
                "budget left",
                .. BurnAlert.All.Select(alert =>
                    $"burn {WindowLength.Write(alert.Long)}/{WindowLength.Write(alert.Short)}"
                ),
                "state",
            ],
            reports.Select(Row)
        );
        foreach (var report in reports.Where(report => report.State != ObjectiveState.Met))
            output.WriteLine(
                $"! {report.Subject.Service} in {report.Subject.Environment}: {ObjectiveSentence.Of(report)}"
            );
    }

    private static string[] Row(ObjectiveReport report)
    {
        var objective = report.Subject.Objective;
        return
        [
            report.Subject.Service,
            report.Subject.Environment,
            objective.Name,
            string.Create(CultureInfo.InvariantCulture, $"{objective.Percent} %"),
            WindowLength.Write(objective.Window),
            report.Measured is { } measured
                ? string.Create(CultureInfo.InvariantCulture, $"{measured:0.####} %")
                : None,
            report.BudgetLeft is { } left ? ObjectiveSentence.Percent(left) : None,
            .. BurnAlert.All.Select(alert => Burn(report.Burns.FirstOrDefault(burn => burn.Alert == alert))),
            report.State.ToString().ToLowerInvariant(),
        ];
    }

    private static string Burn(BurnReading? burn) =>
        burn is null ? None : $"{Rate(burn.LongRate)}/{Rate(burn.ShortRate)}{(burn.IsBurning == true ? "!" : "")}";

    private static string Rate(double? rate) => rate?.ToString("0.##", CultureInfo.InvariantCulture) ?? None;
}

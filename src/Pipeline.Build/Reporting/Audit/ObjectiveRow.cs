using System.Text.Json;
using Pipeline.Deployments.Objectives;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>How an objective is met, for JSON.</summary>
internal sealed record ObjectiveRow(
    string Service,
    string Environment,
    string Objective,
    string State,
    bool HoldsBack,
    decimal Percent,
    double WindowSeconds,
    double? Measured,
    double? BadEvents,
    double? TotalEvents,
    double? BudgetLeft,
    IEnumerable<BurnRow> Burns,
    IEnumerable<UnknownRow> Unknowns
)
{
    public static ObjectiveRow Of(ObjectiveReport report)
    {
        var events = (report.Whole as Measurement.Counted)?.Events;
        return new(
            report.Subject.Service,
            report.Subject.Environment,
            report.Subject.Objective.Name,
            Name($"{report.State}"),
            report.HoldsBack,
            report.Subject.Objective.Percent,
            report.Subject.Objective.Window.TotalSeconds,
            report.Measured,
            events?.Bad,
            events?.Total,
            report.BudgetLeft,
            report.Burns.Select(BurnRow.Of),
            report.Unknowns.Select(unknown => new UnknownRow(Name($"{unknown.Problem}"), unknown.Reason))
        );
    }

    private static string Name(string member) => JsonNamingPolicy.CamelCase.ConvertName(member);
}

/// <summary>A burn rate, for JSON.</summary>
internal sealed record BurnRow(
    double LongSeconds,
    double ShortSeconds,
    double Factor,
    double? LongRate,
    double? ShortRate,
    bool? IsBurning
)
{
    public static BurnRow Of(BurnReading burn) =>
        new(
            burn.Alert.Long.TotalSeconds,
            burn.Alert.Short.TotalSeconds,
            Math.Round(burn.Factor, 4),
            burn.LongRate,
            burn.ShortRate,
            burn.IsBurning
        );
}

/// <summary>Why something about an objective is unknown, for JSON.</summary>
internal sealed record UnknownRow(string Problem, string Reason);

using System.Globalization;
using Pipeline.Foundation;

namespace Pipeline.Deployments.Objectives;

/// <summary>Says in words how an objective fares.</summary>
internal static class ObjectiveSentence
{
    /// <summary>The part of a sentence.</summary>
    public static string Of(ObjectiveReport report)
    {
        var name = report.Subject.Objective.Name;
        return report.State switch
        {
            ObjectiveState.Spent => $"{name} is missed, {Measured(report)}",
            ObjectiveState.Burning => $"{name} burns its budget {Burn(report.FastBurn!)}{Left(report)}",
            ObjectiveState.Unknown =>
                $"{name} is unknown: {string.Join("; ", report.Unknowns.Select(unknown => unknown.Reason))}",
            _ => $"{name} is met, {Measured(report)}",
        };
    }

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    private static string Measured(ObjectiveReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Measured:0.####} % over {WindowLength.Write(report.Subject.Objective.Window)} against {report.Subject.Objective.Percent} %{Left(report)}"
        );

    private static string Left(ObjectiveReport report) =>
        report.BudgetLeft is { } left ? $", {Percent(left)} of the budget left" : "";

    private static string Burn(BurnReading burn) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{burn.LongRate:0.#} times as fast as it lasts over {WindowLength.Write(burn.Alert.Long)}, and {burn.ShortRate:0.#} over {WindowLength.Write(burn.Alert.Short)}, where {burn.Factor:0.##} is the limit"
        );
}

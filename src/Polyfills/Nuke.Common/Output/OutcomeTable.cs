namespace Nuke.Common.Execution;

/// <summary>The table that ends a run: targets, results, durations, and what the targets said.</summary>
internal static class OutcomeTable
{
    public static void Write(INukeBuild build)
    {
        var width = Math.Max(15, build.ExecutionPlan.Max(target => target.Name.Length)) + 4;
        var total = build.ExecutionPlan.Aggregate(TimeSpan.Zero, (sum, target) => sum + target.Duration);

        Ink.WriteLine(Ink.None, "");
        Rule('═', width);
        Ink.WriteLine(Ink.Accent, Line(width, "Target", "Status", "Duration"));
        Rule('─', width);
        foreach (var target in build.ExecutionPlan.Where(target => target.Status != ExecutionStatus.Collective))
        {
            var line = Line(width, target.Name, target.Status.ToString(), DurationOf(target));
            Ink.WriteLine(ColourOf(target.Status), line + InformationOf(target));
        }

        Rule('─', width);
        Ink.WriteLine(Ink.Accent, Line(width, "Total", "", Text(total)));
        Rule('═', width);
    }

    private static void Rule(char line, int width) => Ink.WriteLine(Ink.Dim, new string(line, width + 20));

    private static string Line(int width, string target, string status, string duration) =>
        $"{target.PadRight(width)}{status, -10}{duration, 10}";

    private static string InformationOf(ExecutableTarget target) =>
        target.SummaryInformation.Count == 0
            ? ""
            : "   // " + string.Join(", ", target.SummaryInformation.Select(pair => $"{pair.Key}: {pair.Value}"));

    private static string DurationOf(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted
            ? Text(target.Duration)
            : "";

    private static string Text(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1) ? "< 1sec" : $"{(int)duration.TotalMinutes}:{duration:ss}";

    private static string ColourOf(ExecutionStatus status) =>
        status switch
        {
            ExecutionStatus.Succeeded => Ink.Good,
            ExecutionStatus.Failed => Ink.Error,
            ExecutionStatus.Aborted or ExecutionStatus.NotRun => Ink.Warning,
            _ => Ink.Dim,
        };
}

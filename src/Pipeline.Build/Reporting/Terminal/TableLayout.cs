namespace Pipeline.Build.Reporting.Terminal;

/// <summary>The widths of the table's columns, and what they leave out to fit.</summary>
/// <param name="Names">The width of the column of services.</param>
/// <param name="Columns">The width of each target's column.</param>
/// <param name="Gap">The gap between columns.</param>
/// <param name="HasTimes">False where only symbols fit.</param>
internal sealed record TableLayout(int Names, ImmutableArray<int> Columns, int Gap, bool HasTimes)
{
    // A symbol, a blank, and the longest time.
    private const int TimedCell = 6;

    private static readonly int[] LongestNames = [28, 12];

    // From the widest to the narrowest: with times, length of target names, gap between columns.
    private static readonly (bool Times, int Head, int Gap)[] Forms =
    [
        (true, int.MaxValue, 2),
        (true, int.MaxValue, 1),
        (false, int.MaxValue, 2),
        (false, int.MaxValue, 1),
        (false, 4, 1),
        (false, 2, 1),
    ];

    private int Width => Names + Columns.Sum(column => column + Gap);

    /// <summary>The widest layout that fits; null where there is none.</summary>
    public static TableLayout? Of(IReadOnlyCollection<string> services, IReadOnlyCollection<string> targets, int width)
    {
        var longest = services.Select(service => service.Length).DefaultIfEmpty().Max();
        return LongestNames
            .SelectMany(most => Forms.Select(form => Of(Math.Min(longest, most), targets, form)))
            .FirstOrDefault(layout => layout.Width <= width);
    }

    private static TableLayout Of(
        int names,
        IReadOnlyCollection<string> targets,
        (bool Times, int Head, int Gap) form
    ) =>
        new(
            names,
            [.. targets.Select(target => Math.Max(Math.Min(target.Length, form.Head), form.Times ? TimedCell : 1))],
            form.Gap,
            form.Times
        );
}

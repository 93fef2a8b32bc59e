namespace Pipeline.Build.Reporting.Terminal;

/// <summary>How wide the columns of the table are, and what they leave out so that they fit.</summary>
/// <param name="Names">The cells of the column with the services' names.</param>
/// <param name="Columns">The cells of each target's column.</param>
/// <param name="Gap">The cells between two columns.</param>
/// <param name="HasTimes">False where there is no room but for signs.</param>
internal sealed record TableLayout(int Names, ImmutableArray<int> Columns, int Gap, bool HasTimes)
{
    // A sign, a blank, and the longest of all times.
    private const int TimedCell = 6;

    private static readonly int[] LongestNames = [28, 12];

    // From the widest to the narrowest: times, letters of a target's name, cells between columns.
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

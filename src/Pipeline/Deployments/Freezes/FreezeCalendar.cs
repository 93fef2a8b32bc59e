using Pipeline.Catalog;

namespace Pipeline.Deployments.Freezes;

/// <summary>Finds the freeze that holds at a time; pure.</summary>
internal static class FreezeCalendar
{
    /// <summary>The freeze that holds at a time, of several the one that ends last; null for none.</summary>
    public static ActiveFreeze? At(DateTimeOffset time, ImmutableArray<Freeze> freezes) =>
        freezes.Select(freeze => At(time, freeze)).OfType<ActiveFreeze>().MaxBy(active => active.Until);

    private static ActiveFreeze? At(DateTimeOffset time, Freeze freeze)
    {
        var exceptions = freeze.Exceptions.Select(one => Instants(one.Span, freeze.Zone)).ToArray();
        if (exceptions.Any(exception => exception.Contains(time)))
            return null;

        var until = Occurrences(time, freeze).Where(span => span.Contains(time)).Max(span => (DateTimeOffset?)span.To);
        return until is { } end
            ? new(freeze, exceptions.Select(span => span.From).Where(from => from > time).Append(end).Min())
            : null;
    }

    private static IEnumerable<Interval> Occurrences(DateTimeOffset time, Freeze freeze)
    {
        if (freeze.Span is LocalSpan.Once once)
            return [Instants(once, freeze.Zone)];

        var weekly = (LocalSpan.Weekly)freeze.Span;
        var today = TimeZoneInfo.ConvertTime(time, freeze.Zone).Date;
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        // One that began last week may still hold; the week after counts where an offset moves the day.
        return new[] { -7, 0, 7 }
            .Select(days => monday.AddDays(days) + weekly.From)
            .Select(from => Instants(new(from, from + weekly.Length), freeze.Zone));
    }

    // In doubt, when clocks change, it holds: from the first time that the clock shows, to the last.
    private static Interval Instants(LocalSpan.Once span, TimeZoneInfo zone) =>
        new(At(span.From, zone, first: true), At(span.To, zone, first: false));

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone, bool first)
    {
        // A time that clocks skip is that of the change.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offsets = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)];
        return new(local, first ? offsets.Max() : offsets.Min());
    }

    private sealed record Interval(DateTimeOffset From, DateTimeOffset To)
    {
        public bool Contains(DateTimeOffset time) => From <= time && time < To;
    }
}

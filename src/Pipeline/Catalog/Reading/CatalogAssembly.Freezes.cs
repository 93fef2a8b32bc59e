using System.Globalization;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private static readonly string[] DaysOfWeek =
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];

    // Any Monday stands for each.
    private static readonly DateTime Monday = new(2024, 1, 1);

    // Beyond the ends of the calendar there is no time for another zone, nor for a day more.
    private const int FirstYear = 1970;
    private const int LastYear = 9998;

    private ImmutableArray<Freeze> Freezes(YamlMap? map, EnvironmentEntry entry) =>
        [
            .. (map?.Entries ?? [])
                .Select(one => FreezeOf(one.Key, (YamlMap)one.Value, entry.Freezes![one.Key.Value]!))
                .OfType<Freeze>(),
        ];

    private Freeze? FreezeOf(YamlScalar key, YamlMap map, FreezeEntry entry)
    {
        Name(key.Start, "a freeze's name", key.Value);
        var exceptions = Exceptions(map, entry);
        CheckReason(map, entry.Reason);
        return ZoneOf(map, entry.TimeZone) is { } zone && SpanOf(map, entry.From, entry.To) is { } span
            ? new(key.Value, entry.Reason, zone, span) { Exceptions = exceptions }
            : null;
    }

    private ImmutableArray<FreezeException> Exceptions(YamlMap map, FreezeEntry entry) =>
        [
            .. (entry.Exceptions ?? [])
                .Zip(((map["exceptions"] as YamlList)?.Items ?? []).Cast<YamlMap>(), ExceptionOf)
                .OfType<FreezeException>(),
        ];

    private FreezeException? ExceptionOf(FreezeExceptionEntry entry, YamlMap map)
    {
        CheckReason(map, entry.Reason);
        switch (SpanOf(map, entry.From, entry.To))
        {
            case LocalSpan.Once once:
                return new(once, entry.Reason);
            case LocalSpan.Weekly:
                report(map["from"]!.Start, "an exception is for once: write YYYY-MM-DD or YYYY-MM-DD HH:MM");
                return null;
            default:
                return null;
        }
    }

    private void CheckReason(YamlMap map, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            report(map["reason"]!.Start, "\"reason\" is empty: who meets the freeze has to know why");
    }

    private TimeZoneInfo? ZoneOf(YamlMap map, string? name)
    {
        if (name is null)
            return TimeZoneInfo.Utc;
        // A file such as "posixrules" or a path is no name of a zone.
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && (name == "UTC" || name.Contains('/')))
            return zone;

        report(
            map["timeZone"]!.Start,
            $"\"{name}\" is not a time zone that this machine knows: write its IANA name, such as Europe/Berlin, or UTC"
        );
        return null;
    }

    private LocalSpan? SpanOf(YamlMap map, string from, string to)
    {
        if (
            (MomentOf(map["from"]!, from, isEnd: false), MomentOf(map["to"]!, to, isEnd: true))
            is not
            ({ } begin, { } end)
        )
            return null;

        if (begin.IsWeekly != end.IsWeekly)
            report(
                map["to"]!.Start,
                "\"from\" and \"to\" have different forms: write two dates, or two days of the week"
            );
        else if (begin.IsWeekly)
            return new LocalSpan.Weekly(begin.Time - Monday, WeekLength(end.Time - begin.Time));
        else if (end.Time <= begin.Time)
            report(
                map["to"]!.Start,
                $"the freeze would end at {to}, before it begins: \"to\" must be later than \"from\""
            );
        else
            return new LocalSpan.Once(begin.Time, end.Time);
        return null;
    }

    private static TimeSpan WeekLength(TimeSpan difference) =>
        difference > TimeSpan.Zero ? difference : difference + TimeSpan.FromDays(7);

    private Moment? MomentOf(YamlNode node, string text, bool isEnd)
    {
        var isWhole = !text.Contains(':', StringComparison.Ordinal);
        if (
            DateTime.TryParseExact(
                text,
                ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"],
                Invariant,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            if (date.Year is >= FirstYear and <= LastYear)
                return new(date.AddDays(isWhole && isEnd ? 1 : 0), IsWeekly: false);
            report(node.Start, $"\"{text}\" is too far away: write a year from {FirstYear} to {LastYear}");
            return null;
        }

        var parts = text.Split(' ', 2);
        var day = Array.IndexOf(DaysOfWeek, parts[0].ToLowerInvariant());
        if (
            day >= 0
            && TimeOnly.TryParseExact(
                parts is [_, var time] ? time : "00:00",
                "HH:mm",
                Invariant,
                DateTimeStyles.None,
                out var clock
            )
        )
            return new(Monday.AddDays(day + (isWhole && isEnd ? 1 : 0)) + clock.ToTimeSpan(), IsWeekly: true);

        report(
            node.Start,
            $"\"{text}\" is not a time: write YYYY-MM-DD or YYYY-MM-DD HH:MM, or for each week a day such as friday, or friday 16:00"
        );
        return null;
    }

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private sealed record Moment(DateTime Time, bool IsWeekly);
}

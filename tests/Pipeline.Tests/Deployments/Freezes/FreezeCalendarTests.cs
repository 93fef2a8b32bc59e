using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Deployments.Freezes;

namespace Pipeline.Tests.Deployments.Freezes;

public sealed class FreezeCalendarTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October 2026.
    [Theory]
    [InlineData("2026-12-20 00:00", "2027-01-04 00:00", "2026-12-19T22:59:59Z", false)]
    [InlineData("2026-12-20 00:00", "2027-01-04 00:00", "2026-12-19T23:00:00Z", true)]
    [InlineData("2026-12-20 00:00", "2027-01-04 00:00", "2027-01-03T22:59:59Z", true)]
    [InlineData("2026-12-20 00:00", "2027-01-04 00:00", "2027-01-03T23:00:00Z", false)]
    // Across the change of March: begins in winter, ends in summer.
    [InlineData("2026-03-28 12:00", "2026-03-29 12:00", "2026-03-28T10:59:59Z", false)]
    [InlineData("2026-03-28 12:00", "2026-03-29 12:00", "2026-03-28T11:00:00Z", true)]
    [InlineData("2026-03-28 12:00", "2026-03-29 12:00", "2026-03-29T09:59:59Z", true)]
    [InlineData("2026-03-28 12:00", "2026-03-29 12:00", "2026-03-29T10:00:00Z", false)]
    // A time that is skipped is that of the change, 01:00 UTC.
    [InlineData("2026-03-29 02:30", "2026-03-29 12:00", "2026-03-29T00:59:59Z", false)]
    [InlineData("2026-03-29 02:30", "2026-03-29 12:00", "2026-03-29T01:00:00Z", true)]
    [InlineData("2026-03-28 12:00", "2026-03-29 02:30", "2026-03-29T00:59:59Z", true)]
    [InlineData("2026-03-28 12:00", "2026-03-29 02:30", "2026-03-29T01:00:00Z", false)]
    // A time that comes twice: from the first, to the second.
    [InlineData("2026-10-25 02:30", "2026-10-25 12:00", "2026-10-25T00:29:59Z", false)]
    [InlineData("2026-10-25 02:30", "2026-10-25 12:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("2026-10-24 12:00", "2026-10-25 02:30", "2026-10-25T00:30:00Z", true)]
    [InlineData("2026-10-24 12:00", "2026-10-25 02:30", "2026-10-25T01:29:59Z", true)]
    [InlineData("2026-10-24 12:00", "2026-10-25 02:30", "2026-10-25T01:30:00Z", false)]
    public void A_freeze_holds_by_the_clocks_of_its_zone(string from, string to, string time, bool holds) =>
        IsFrozen(time, new("holidays", "nobody is here", Berlin, new LocalSpan.Once(Local(from), Local(to))))
            .ShouldBe(holds);

    [Theory]
    // Friday 16:00 to Monday 08:00: in winter 15:00 to 07:00 UTC, in summer 14:00 to 06:00.
    [InlineData("2026-01-09T14:59:59Z", false)]
    [InlineData("2026-01-09T15:00:00Z", true)]
    [InlineData("2026-01-11T23:30:00Z", true)]
    [InlineData("2026-01-12T06:59:59Z", true)]
    [InlineData("2026-01-12T07:00:00Z", false)]
    [InlineData("2026-07-10T13:59:59Z", false)]
    [InlineData("2026-07-10T14:00:00Z", true)]
    [InlineData("2026-07-13T05:59:59Z", true)]
    [InlineData("2026-07-13T06:00:00Z", false)]
    // Over the weekend on which clocks change: from winter's Friday to summer's Monday, and back.
    [InlineData("2026-03-27T15:00:00Z", true)]
    [InlineData("2026-03-27T14:59:59Z", false)]
    [InlineData("2026-03-30T05:59:59Z", true)]
    [InlineData("2026-03-30T06:00:00Z", false)]
    [InlineData("2026-10-23T14:00:00Z", true)]
    [InlineData("2026-10-26T06:59:59Z", true)]
    [InlineData("2026-10-26T07:00:00Z", false)]
    public void A_freeze_holds_each_week(string time, bool holds) => IsFrozen(time, Weekends()).ShouldBe(holds);

    [Theory]
    [InlineData("2026-01-09T22:59:59Z", false)]
    [InlineData("2026-01-09T23:00:00Z", true)]
    [InlineData("2026-01-11T22:59:59Z", true)]
    [InlineData("2026-01-11T23:00:00Z", false)]
    public void A_week_ends_with_its_Sunday(string time, bool holds) =>
        IsFrozen(time, new("weekends", "r", Berlin, new LocalSpan.Weekly(TimeSpan.FromDays(5), TimeSpan.FromDays(2))))
            .ShouldBe(holds);

    [Theory]
    [InlineData("2026-01-10T09:00:00Z", "2026-01-10T10:00:00Z")]
    [InlineData("2026-01-10T10:00:00Z", null)]
    [InlineData("2026-01-10T11:59:59Z", null)]
    [InlineData("2026-01-10T12:00:00Z", "2026-01-12T07:00:00Z")]
    public void An_exception_interrupts_it(string time, string? until)
    {
        var freeze = Weekends() with
        {
            Exceptions = [new(new(Local("2026-01-10 11:00"), Local("2026-01-10 13:00")), "the release of the year")],
        };

        FreezeCalendar
            .At(Instant(time), [freeze])
            ?.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            .ShouldBe(until);
        IsFrozen(time, freeze).ShouldBe(until is not null);
    }

    [Fact]
    public void An_exception_of_one_freeze_is_none_of_another()
    {
        var exception = new LocalSpan.Once(Local("2026-01-10 11:00"), Local("2026-01-10 13:00"));
        var weekends = Weekends() with { Exceptions = [new(exception, "a release")] };
        var audit = new Freeze(
            "audit",
            "books are closed",
            TimeZoneInfo.Utc,
            new LocalSpan.Once(Local("2026-01-01 00:00"), Local("2026-02-01 00:00"))
        );

        $"{FreezeCalendar.At(Instant("2026-01-10T11:00:00Z"), [weekends, audit])}".ShouldBe(
            "frozen until 2026-02-01 00:00 UTC (audit: books are closed)"
        );
    }

    [Fact]
    public void Nothing_is_frozen_without_a_freeze() => FreezeCalendar.At(DateTimeOffset.UnixEpoch, []).ShouldBeNull();

    private static Freeze Weekends() =>
        new(
            "weekends",
            "nobody is on call",
            Berlin,
            new LocalSpan.Weekly(new TimeSpan(4, 16, 0, 0), new TimeSpan(2, 16, 0, 0))
        );

    private static bool IsFrozen(string time, Freeze freeze) => FreezeCalendar.At(Instant(time), [freeze]) is not null;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Local(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

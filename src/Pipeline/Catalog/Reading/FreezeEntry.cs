using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("A time during which an environment is not changed: once, or each week.")]
internal sealed record FreezeEntry
{
    [Description("When it begins: YYYY-MM-DD or YYYY-MM-DD HH:MM; each week, a day such as friday, or friday 16:00.")]
    public required string From { get; init; }

    [Description("When it ends, in the same form; a day without a time is a part of it.")]
    public required string To { get; init; }

    [Description("Why nothing is changed.")]
    public required string Reason { get; init; }

    [Description("The time zone, by its IANA name, such as Europe/Berlin. Default: UTC.")]
    public string? TimeZone { get; init; }

    [Description("When it does not hold. Default: never.")]
    public FreezeExceptionEntry[]? Exceptions { get; init; }
}

[Description("A time at which a freeze does not hold.")]
internal sealed record FreezeExceptionEntry
{
    [Description("When it begins: YYYY-MM-DD or YYYY-MM-DD HH:MM.")]
    public required string From { get; init; }

    [Description("When it ends, in the same form; a day without a time is a part of it.")]
    public required string To { get; init; }

    [Description("Why changes are allowed.")]
    public required string Reason { get; init; }
}

namespace Pipeline.Catalog;

/// <summary>A time during which an environment is not changed.</summary>
/// <param name="Name">Its name, such as <c>holidays</c>.</param>
/// <param name="Reason">Why nothing is changed.</param>
/// <param name="Zone">The time zone that its times are of.</param>
/// <param name="Span">When.</param>
internal sealed record Freeze(string Name, string Reason, TimeZoneInfo Zone, LocalSpan Span)
{
    /// <summary>When it does not hold.</summary>
    public ImmutableArray<FreezeException> Exceptions { get; init; } = [];
}

/// <summary>A time at which a freeze does not hold.</summary>
/// <param name="Span">When, in the freeze's time zone.</param>
/// <param name="Reason">Why.</param>
internal sealed record FreezeException(LocalSpan.Once Span, string Reason);

/// <summary>A span of local time; its end is no longer a part of it.</summary>
internal abstract record LocalSpan
{
    private LocalSpan() { }

    /// <summary>Once.</summary>
    internal sealed record Once(DateTime From, DateTime To) : LocalSpan;

    /// <summary>Each week.</summary>
    /// <param name="From">The time since Monday, 00:00.</param>
    /// <param name="Length">How long by the clock on the wall; a week at most.</param>
    internal sealed record Weekly(TimeSpan From, TimeSpan Length) : LocalSpan;
}

namespace Pipeline.Catalog;

/// <summary>The answer by which a service counts as healthy.</summary>
public sealed record HealthyAnswer
{
    /// <summary>The status; null: any 2xx.</summary>
    public int? Status { get; init; }

    /// <summary>A text in the body; null: any body.</summary>
    public string? Body { get; init; }

    /// <summary>How long an answer may take; null: 10 seconds.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>How many answers in a row it takes.</summary>
    public int Times { get; init; } = 1;
}

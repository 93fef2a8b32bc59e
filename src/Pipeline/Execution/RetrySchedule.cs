namespace Pipeline.Execution;

/// <summary>How often an attempt that was lost is made again, and after what pause.</summary>
public sealed record RetrySchedule
{
    /// <summary>All attempts, the first one included.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>The pause after the first attempt.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What each further pause is multiplied by.</summary>
    public double Factor { get; init; } = 1.5;

    /// <summary>The share of a pause that chance may add, so that those who lost together do not meet again.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>The longest pause.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">The attempt that was lost, from 0.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Pause(int attempt, double chance)
    {
        // In seconds, since a pause beyond all measure would not be a time any more.
        var pause = First.TotalSeconds * Math.Pow(Factor, attempt) * (1 + (Jitter * chance));
        return pause < Longest.TotalSeconds ? TimeSpan.FromSeconds(pause) : Longest;
    }
}

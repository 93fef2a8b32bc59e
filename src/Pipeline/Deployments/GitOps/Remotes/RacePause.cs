namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// The pause after a push that came too late: any time up to a limit, which grows with each race that is lost, so that
/// those who lost together spread out until about one of them pushes at a time.
/// </summary>
internal static class RacePause
{
    private const double First = 2;
    private const double Growth = 1.4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Draws one.</summary>
    /// <param name="lost">How many races were lost in a row, from 1.</param>
    /// <param name="attempt">How long the last attempt took, which is how long others need too.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int lost, TimeSpan attempt, double chance) =>
        // In seconds, as a huge pause would overflow TimeSpan.
        TimeSpan.FromSeconds(
            chance * Math.Min(attempt.TotalSeconds * First * Math.Pow(Growth, lost - 1), Longest.TotalSeconds)
        );
}

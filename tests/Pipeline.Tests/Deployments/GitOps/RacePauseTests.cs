using Pipeline.Deployments.GitOps.Remotes;

namespace Pipeline.Tests.Deployments.GitOps;

public sealed class RacePauseTests
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_pause_is_any_time_up_to_two_attempts()
    {
        RacePause.After(1, Attempt, chance: 0).ShouldBe(TimeSpan.Zero);
        RacePause.After(1, Attempt, chance: 0.5).ShouldBe(TimeSpan.FromSeconds(2));
        RacePause.After(1, Attempt, chance: 1).ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void The_limit_grows_with_each_lost_race_and_ends_at_thirty_seconds()
    {
        RacePause.After(2, Attempt, chance: 1).ShouldBe(TimeSpan.FromSeconds(5.6));
        RacePause.After(99, Attempt, chance: 1).ShouldBe(TimeSpan.FromSeconds(30));
    }
}

namespace Polyfills.Tests.Nuke;

public sealed class SkippingTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Skip_alone_leaves_the_invoked_targets()
    {
        var run = await _root.Run("SkipBuild", "Serve", "--skip");

        run.Said.ShouldBe(["Serve"]);
        run.Outcome("Brew")!.ShouldStartWith("Skipped");
        run.Outcome("Serve")!.ShouldStartWith("Succeeded");
    }

    [Fact]
    public async Task A_skipped_target_takes_what_only_it_needs_with_it()
    {
        var run = await _root.Run("SkipBuild", "Serve", "--skip", "Brew");

        run.Said.ShouldBe(["Serve"]);
        run.Outcome("Brew")!.ShouldContain("via parameter");
        run.Outcome("Grind")!.ShouldContain("because of Brew");
    }

    [Fact]
    public async Task What_another_target_needs_as_well_is_not_skipped()
    {
        var run = await _root.Run("SkipBuild", "Serve", "WhenWarm", "--skip", "brew");

        run.Said.ShouldBe(["Boil", "WhenWarm", "Serve"], ignoreOrder: true);
    }

    [Fact]
    public async Task Several_targets_are_skipped_by_name()
    {
        var run = await _root.Run("SkipBuild", "Serve", "--skip", "Grind", "Boil");

        run.Said.ShouldBe(["Brew", "Serve"]);
    }

    [Fact]
    public async Task A_static_condition_that_does_not_hold_skips_the_dependencies_too()
    {
        var run = await _root.Run("SkipBuild", "NeverAgain");

        run.Said.ShouldBe(["NeverAgain"]);
        run.Outcome("Never")!.ShouldContain("OnlyWhen: 1 == 2");
        run.Outcome("Grind")!.ShouldContain("because of Never");
    }

    [Fact]
    public async Task Dependencies_of_a_skipped_target_run_where_it_says_so()
    {
        var run = await _root.Run("SkipBuild", "NeverButGrinds");

        run.Said.ShouldBe(["Grind"]);
        run.Outcome("NeverButGrinds")!.ShouldContain("OnlyWhen: 1 == 3");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_dynamic_condition_sees_what_earlier_targets_did()
    {
        var run = await _root.Run("SkipBuild", "WhenWarm", "WhenCold");

        run.Said.ShouldBe(["Boil", "WhenWarm"]);
        run.Outcome("WhenCold")!.ShouldContain("OnlyWhen: !_isWarm");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_condition_that_throws_ends_the_run()
    {
        var run = await _root.Run("SkipBuild", "Unsure", "Grind");

        run.Output.ShouldContain("nobody knows");
        run.ExitCode.ShouldBe(255);
    }
}

namespace Polyfills.Tests.Nuke;

public sealed class PlanningTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Without_a_name_the_default_target_runs_after_all_it_depends_on()
    {
        var run = await _root.Run("GraphBuild");

        run.Said.ShouldBe(["Restore", "Prepare", "Compile", "Test", "Pack"], ignoreOrder: true);
        run.Said[^1].ShouldBe("Pack");
        run.Said.ShouldBeInOrder("Restore", "Compile", "Test", "Pack");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Leading_words_are_targets_in_the_order_of_the_graph()
    {
        var run = await _root.Run("GraphBuild", "Compile", "Clean", "--no-logo");

        run.Said.ShouldBe(["Clean", "Restore", "Compile"]);
    }

    [Theory]
    [InlineData("compile")]
    [InlineData("COMPILE")]
    [InlineData("com-pile")]
    public async Task A_target_is_named_without_regard_to_case_and_dashes(string name)
    {
        var run = await _root.Run("GraphBuild", name);

        run.Said.ShouldBe(["Restore", "Compile"]);
    }

    [Fact]
    public async Task The_parameter_target_names_targets_parted_by_a_plus()
    {
        var run = await _root.Run("GraphBuild", "--target", "Write+Clean");

        run.Said.ShouldBe(["Clean", "Write"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_target_that_another_depends_on_from_its_own_side_runs_before_it()
    {
        var run = await _root.Run("GraphBuild", "Pack");

        run.Said.ShouldBeInOrder("Prepare", "Pack");
    }

    [Fact]
    public async Task An_order_alone_makes_nothing_run()
    {
        var run = await _root.Run("GraphBuild", "Restore");

        run.Said.ShouldBe(["Restore"]);
    }

    [Fact]
    public async Task What_is_triggered_runs_afterwards_with_its_own_dependencies_and_triggers()
    {
        var run = await _root.Run("GraphBuild", "Publish");

        run.Said.ShouldBe(["Restore", "Publish", "Write", "Announce", "Thank"], ignoreOrder: true);
        run.Said.ShouldBeInOrder("Restore", "Publish", "Announce", "Thank");
        run.Said.ShouldBeInOrder("Write", "Announce");
    }

    [Fact]
    public async Task An_unlisted_target_can_be_run()
    {
        var run = await _root.Run("GraphBuild", "Hidden");

        run.Said.ShouldBe(["Hidden"]);
    }

    [Fact]
    public async Task A_target_sees_the_plan_and_itself_in_it()
    {
        var run = await _root.Run("GraphBuild", "Compile", "Plans");

        run.Said.ShouldContain("invoked: Plans Compile");
        run.Said.ShouldContain("running: Plans");
        run.Said.ShouldContain("has itself: True, has Pack: False");
    }

    [Fact]
    public async Task Targets_that_wait_for_each_other_are_named_and_none_runs()
    {
        var run = await _root.Run("CycleBuild");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain("Circular");
        run.Output.ShouldContain("Alpha");
        run.Output.ShouldContain("Beta");
        run.Output.ShouldContain("Gamma");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task An_unknown_target_is_named_with_the_known_ones_and_nothing_runs()
    {
        var run = await _root.Run("GraphBuild", "Restore", "Compyle");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain("'Compyle'");
        run.Output.ShouldContain("Announce");
        run.Output.ShouldContain("Write");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_strict_run_refuses_an_order_that_is_not_defined()
    {
        var run = await _root.Run("GraphBuild", "Restore", "--strict");

        run.Said.ShouldBeEmpty();
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task Targets_come_from_the_class_its_base_and_its_interfaces()
    {
        var run = await _root.Run("InheritingBuild");

        run.Said.ShouldBe(["Hello", "and welcome", "Compile of the component", "Run"], ignoreOrder: true);
        run.Said.ShouldBeInOrder("Hello", "and welcome", "Run");
        run.Said.ShouldBeInOrder("Compile of the component", "Run");
    }
}

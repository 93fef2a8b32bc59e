namespace Polyfills.Tests.Nuke;

/// <summary>On a build server, where nobody can be asked for what is missing.</summary>
public sealed class RequirementTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("Push", "Registry")]
    [InlineData("Copy", "Copies")]
    [InlineData("SignIn", "PushToken")]
    public async Task A_missing_parameter_stops_the_run_before_any_target(string target, string parameter)
    {
        var run = await _root.Run("RequirementBuild", target, "--host", "GitHubActions");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain($"'{target}'");
        run.Output.ShouldContain(parameter);
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_stops_the_run_before_any_target()
    {
        var run = await _root.Run("RequirementBuild", "OnSundays", "--copies", "5", "--host", "GitHubActions");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain("'OnSundays'");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task What_is_required_by_targets_that_do_not_run_is_not_asked_for()
    {
        var run = await _root.Run("RequirementBuild", "Push", "--registry", "local", "--host", "GitHubActions");

        run.Said.ShouldBe(["Free", "Push"]);
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_condition_that_holds_lets_the_target_run()
    {
        var run = await _root.Run("RequirementBuild", "OnSundays", "--copies", "6");

        run.Said.ShouldBe(["Free", "OnSundays"]);
    }
}

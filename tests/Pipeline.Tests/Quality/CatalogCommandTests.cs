using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality;

public sealed class CatalogCommandTests : IAsyncDisposable
{
    private readonly StepHarness harness = new("legacy", Language.Custom);

    [Fact]
    public async Task A_command_of_the_catalog_runs_in_the_services_folder()
    {
        Programs.Write(harness.Service.Directory / "check.sh", "pwd; [ \"$1\" = \"a b\" ]");
        harness.Service = harness.Service with { Commands = new() { Test = ["./check.sh", "a b"] } };

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(StepResult.PassedWith("./check.sh 'a b' passed"));
        harness.Log("Test").ShouldContain(harness.Service.Directory);
    }

    [Fact]
    public async Task A_command_of_the_catalog_goes_before_the_languages_own()
    {
        harness.Service = harness.Service with
        {
            Language = new("go"),
            Commands = new() { Compile = ["true"] },
        };

        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(StepResult.PassedWith("true passed"));
    }

    [Fact]
    public async Task A_command_that_fails_fails_with_its_last_words()
    {
        harness.Service = harness.Service with
        {
            Commands = new() { Lint = ["sh", "-c", "echo too long >&2; exit 4"] },
        };

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(StepResult.Failed("sh -c 'echo too long >&2; exit 4' ended with 4: too long"));
    }

    [Fact]
    public async Task A_command_that_is_not_installed_fails()
    {
        harness.Service = harness.Service with { Commands = new() { Lint = ["nowhere-to-be-found"] } };

        var result = await harness.Execute("Lint", ServiceToolchain.Lint);

        result.ShouldBe(StepResult.Failed("nowhere-to-be-found is not installed"));
    }

    [Fact]
    public async Task Without_a_command_a_service_of_no_known_language_does_not_pass()
    {
        var result = await harness.Execute("Compile", ServiceToolchain.Compile);

        result.ShouldBe(
            StepResult.Skipped("there is no command for it: set services.legacy.commands.compile in the catalog")
        );
    }

    [Theory]
    [InlineData(0, StepStatus.Skipped, "untested until DAY, by payments: the rewrite brings tests")]
    [InlineData(
        -1,
        StepStatus.Failed,
        "no test was found in services/legacy, and services.legacy.untested accepted that until DAY: write tests, or have payments review the exception"
    )]
    public async Task A_service_may_be_without_tests_for_a_time(int days, StepStatus status, string reason)
    {
        var until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days);
        harness.Require("Test");
        harness.Service = harness.Service with { Untested = new("payments", "the rewrite brings tests", until) };

        var result = await harness.Execute("Test", ServiceToolchain.Test);

        result.ShouldBe(new(status, reason.Replace("DAY", $"{until:yyyy-MM-dd}", StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();
}

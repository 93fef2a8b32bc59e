namespace Polyfills.Tests.Nuke;

public sealed class ExtensionTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Events_come_in_order_with_extensions_before_the_build_itself()
    {
        var run = await _root.Run("EventBuild");

        run.Said.ShouldBe([
            "extension: created with 3 targets",
            "build: created",
            "the first extension",
            "extension: initialized with Works",
            "build: initialized",
            "extension: Works is Running",
            "build: Works running",
            "extension: Works says Done=all",
            "extension: Works is Succeeded",
            "build: Works succeeded",
            "extension: finished, failing: False",
            "build: finished",
        ]);
    }

    [Fact]
    public async Task Failed_and_skipped_targets_have_events_of_their_own()
    {
        var run = await _root.Run("EventBuild", "Fails");

        run.Said.ShouldBeInOrder(
            "extension: Skips is Skipped",
            "build: Skips skipped",
            "extension: Fails says InvalidOperationException=no",
            "extension: Fails is Failed",
            "build: Fails failed",
            "extension: finished, failing: True",
            "build: finished"
        );
    }

    [Fact]
    public async Task Help_is_shown_before_extensions_of_no_priority_are_initialized()
    {
        var run = await _root.Run("EventBuild", "--help");

        run.Said.ShouldBe(["extension: created with 3 targets", "build: created"]);
    }

    [Fact]
    public async Task A_configuration_is_generated_from_the_graph_and_nothing_runs()
    {
        var run = await _root.Run(
            "ConfiguredBuild",
            "--generate-configuration",
            "GitHubActions_jobs",
            "--host",
            "GitHubActions"
        );

        run.ExitCode.ShouldBe(0);
        run.Said.ShouldBeEmpty();
        _root
            .Read("jobs.txt")
            .Split('\n')
            .SkipWhile(line => line.Length == 0 || line[0] == '#')
            .ShouldBe([
                "jobs:",
                "  Compile:",
                "    runs Restore Compile; needs ; leaves bin/*.dll",
                "  Ship:",
                "    runs Ship; needs Compile; leaves ",
                "",
            ]);
    }

    [Fact]
    public async Task A_local_run_brings_a_configuration_up_to_date_before_its_targets_run()
    {
        var run = await _root.Run("RefreshedBuild");

        run.Said.ShouldBe(["the configuration is there: True"]);
        _root.Read("jobs.txt").ShouldContain("runs Ship; needs ; leaves ");
    }

    [Fact]
    public async Task An_unknown_configuration_is_an_error()
    {
        var run = await _root.Run(
            "ConfiguredBuild",
            "--generate-configuration",
            "GitHubActions_other",
            "--host",
            "GitHubActions"
        );

        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task What_a_target_consumes_is_what_the_other_produces()
    {
        var run = await _root.Run("ConfiguredBuild");

        run.Said.ShouldContain("Compile leaves bin/*.dll");
    }
}

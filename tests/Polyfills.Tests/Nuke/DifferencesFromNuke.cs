namespace Polyfills.Tests.Nuke;

/// <summary>
/// Where the polyfill does something else than NUKE 10.1 on purpose; these fail against the real package.
/// </summary>
[Trait("Package", "polyfill only")]
public sealed class DifferencesFromNuke : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_missing_parameter_is_an_error_and_not_a_question()
    {
        var run = await _root.Run("RequirementBuild", "Push");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain(
            "Target 'Push' requires the parameter Registry, which has no value: pass --registry <value>"
        );
        run.ExitCode.ShouldBe(255);
    }

    [Theory]
    [InlineData("--max-jobs many", "--max-jobs has the value 'many', and a whole number is expected")]
    [InlineData("--is-wet maybe", "--is-wet has the value 'maybe', and true or false is expected")]
    [InlineData("--colour blue", "--colour has the value 'blue', and one of Red, Green is expected")]
    [InlineData("--configuration fast", "--configuration has the value 'fast', and one of Debug, Release is expected")]
    [InlineData("--label a b", "--label takes one value, and 2 were given: a b")]
    [InlineData("--number 1,2 3", "part them by spaces or by ','")]
    [InlineData(
        "--verbosity loud",
        "--verbosity has the value 'loud', and one of Verbose, Normal, Minimal, Quiet is expected"
    )]
    [InlineData("--host moon", "--host has the value 'moon', and one of GitHubActions, Terminal is expected")]
    public async Task A_value_of_the_wrong_kind_stops_the_run(string arguments, string message)
    {
        var run = await _root.Run("ParameterBuild", arguments.Split(' '));

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain(message);
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_wrong_value_is_named_with_the_place_it_comes_from()
    {
        _root.Write(".nuke/parameters.json", """{ "MaxJobs": "many" }""");

        var fromFile = await _root.Run("ParameterBuild");
        var fromEnvironment = await _root.Run(
            "ParameterBuild",
            new Dictionary<string, string> { ["MAX_JOBS"] = "few" }
        );

        fromFile.Output.ShouldContain(
            $"The parameter MaxJobs in '{_root.File(".nuke/parameters.json")}' has the value 'many'"
        );
        fromEnvironment.Output.ShouldContain("The environment variable MAX_JOBS has the value 'few'");
    }

    [Fact]
    public async Task A_wrong_value_of_a_secret_is_not_shown()
    {
        var run = await _root.Run("ParameterBuild", "--registry-token", "made-up", "value");

        run.Output.ShouldContain("--registry-token takes one value, and 2 were given: ***");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_broken_parameters_file_is_named_with_line_and_column()
    {
        _root.Write(".nuke/parameters.json", "{\n  \"Label\": nonsense\n}");

        var run = await _root.Run("ParameterBuild");

        run.Output.ShouldContain($"{_root.File(".nuke/parameters.json")}:2:");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_secret_in_a_parameters_file_is_refused_without_its_value()
    {
        _root.Write(".nuke/parameters.json", """{ "RegistryToken": "made-up-value" }""");

        var run = await _root.Run("ParameterBuild");

        run.Output.ShouldContain("RegistryToken");
        run.Output.ShouldNotContain("made-up-value");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task An_unknown_target_comes_with_the_nearest_name()
    {
        var run = await _root.Run("GraphBuild", "Compyle");

        run.Output.ShouldContain("There is no target 'Compyle'. Did you mean 'Compile'?");
    }

    [Fact]
    public async Task A_cycle_is_shown_as_one()
    {
        var run = await _root.Run("CycleBuild");

        run.Output.ShouldContain("Alpha -> Beta -> Gamma -> Alpha");
    }

    [Fact]
    public async Task The_plan_is_written_and_its_place_told_without_a_display()
    {
        var run = await _root.Run("GraphBuild", "Publish", "--plan");

        run.Said.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain(_root.File(".nuke/temp/execution-plan.html"));
        var page = _root.Read(".nuke/temp/execution-plan.html");
        page.ShouldContain("<b>Announce</b>");
        page.ShouldNotContain("http");
    }

    [Fact]
    public async Task A_place_without_a_nuke_directory_is_an_error_that_says_what_to_do()
    {
        var elsewhere = Directory.CreateTempSubdirectory("elsewhere-");

        var run = await _root.Run("GraphBuild", new Dictionary<string, string> { ["IN"] = elsewhere.FullName });

        elsewhere.Delete(recursive: true);
        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain("--root <path>");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_created_is_named_with_what_to_do()
    {
        _root.Write(".nuke/temp", "a file in its place");

        var run = await _root.Run("GraphBuild", "Restore");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain($"'{_root.File(".nuke/temp")}'");
        run.Output.ShouldContain("make it writable");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_schema_that_says_the_same_is_not_written_again()
    {
        await _root.Run("GraphBuild", "--help");
        _root.Write(".nuke/build.schema.json", "{}");

        await _root.Run("GraphBuild", "--help");

        _root.Read(".nuke/build.schema.json").ShouldBe("{}");
    }

    [Fact]
    public async Task Redirected_output_has_no_escape_codes_on_any_terminal()
    {
        var run = await _root.Run("FailureBuild", new Dictionary<string, string> { ["TERM"] = "xterm-256color" });

        run.Output.ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_stack_trace_is_shown_when_it_is_asked_for()
    {
        var quiet = await _root.Run("FailureBuild");
        var verbose = await _root.Run("FailureBuild", "--verbosity", "verbose");

        quiet.Output.ShouldNotContain("   at ");
        verbose.Output.ShouldContain("   at ");
    }
}

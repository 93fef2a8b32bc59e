namespace Polyfills.Tests.Nuke;

public sealed class OutputTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Help_lists_targets_with_default_dependencies_and_descriptions_and_runs_none()
    {
        var run = await _root.Run("GraphBuild", "--help");

        run.Said.ShouldBeEmpty();
        run.Lines.ShouldContain(line =>
            line.StartsWith("Pack (default)", StringComparison.Ordinal)
            && line.EndsWith("-> Test, Compile, Prepare", StringComparison.Ordinal)
        );
        run.Lines.ShouldContain("Makes the packages.");
        run.Output.ShouldNotContain("Hidden");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Help_lists_own_parameters_first_and_then_those_of_every_build()
    {
        var run = await _root.Run("ParameterBuild", "--help");

        var parameters = run
            .Lines.Where(line => line.StartsWith("--", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0])
            .ToList();
        parameters.ShouldBeInOrder(
            "--colour",
            "--max-jobs",
            "--registry-token",
            "--continue",
            "--help",
            "--no-logo",
            "--verbosity"
        );
        parameters.ShouldContain("--given");
        parameters.ShouldNotContain("--unlisted");
        run.Lines.ShouldContain(line =>
            line.StartsWith("--label", StringComparison.Ordinal)
            && line.EndsWith("What to call it.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Help_never_shows_the_value_of_a_secret()
    {
        var run = await _root.Run(
            "ParameterBuild",
            new Dictionary<string, string> { ["REGISTRY_TOKEN"] = "made-up-value" },
            "--help"
        );

        run.Output.ShouldContain("--registry-token");
        run.Output.ShouldNotContain("made-up-value");
    }

    [Fact]
    public async Task The_table_shows_what_a_target_reports()
    {
        var run = await _root.Run("GraphBuild", "Counts");

        run.Outcome("Counts")!.ShouldStartWith("Succeeded");
        run.Outcome("Counts")!.ShouldEndWith("// Packages: 3");
        run.Lines.ShouldContain(line => line.StartsWith("Total ", StringComparison.Ordinal));
        run.Output.ShouldContain("Build succeeded");
    }

    [Fact]
    public async Task A_target_without_actions_has_no_line_in_the_table()
    {
        var run = await _root.Run("GraphBuild", "Everything");

        run.Outcome("Pack")!.ShouldStartWith("Succeeded");
        run.Outcome("Everything").ShouldBeNull();
    }

    [Fact]
    public async Task A_build_with_its_output_turned_off_writes_what_its_targets_write()
    {
        var run = await _root.Run("SilentBuild", "--no-logo");

        run.Output.ShouldBe("> Works\n");
    }

    [Fact]
    public async Task The_schema_has_the_shape_of_nuke()
    {
        await _root.Run("ParameterBuild", "--help");

        using var schema = System.Text.Json.JsonDocument.Parse(_root.Read(".nuke/build.schema.json"));
        var definitions = schema.RootElement.GetProperty("definitions");
        var own = schema.RootElement.GetProperty("allOf")[0].GetProperty("properties");
        schema.RootElement.GetProperty("$schema").GetString().ShouldBe("http://json-schema.org/draft-04/schema#");
        schema.RootElement.GetProperty("allOf")[1].GetProperty("$ref").GetString().ShouldBe("#/definitions/NukeBuild");
        definitions.GetProperty("ExecutableTarget").GetProperty("enum")[0].GetString().ShouldBe("Show");
        definitions
            .GetProperty("Host")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(name => name.GetString())
            .ShouldContain("GitHubActions");
        definitions
            .GetProperty("NukeBuild")
            .GetProperty("properties")
            .GetProperty("Skip")
            .GetProperty("items")
            .GetProperty("$ref")
            .GetString()
            .ShouldBe("#/definitions/ExecutableTarget");
        own.GetProperty("Label").GetProperty("type").GetString().ShouldBe("string");
        own.GetProperty("Label").GetProperty("description").GetString().ShouldBe("What to call it");
        own.GetProperty("MaxJobs").GetProperty("type").GetString().ShouldBe("integer");
        own.GetProperty("MaxJobs").GetProperty("format").GetString().ShouldBe("int32");
        own.GetProperty("Hours").GetProperty("type").GetString().ShouldBe("number");
        own.GetProperty("Hours").GetProperty("format").GetString().ShouldBe("double");
        own.GetProperty("IsWet").GetProperty("type").GetString().ShouldBe("boolean");
        own.GetProperty("Service").GetProperty("items").GetProperty("type").GetString().ShouldBe("string");
        own.GetProperty("Offer")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(value => value.GetString())
            .ShouldBe(["coffee", "tea"]);
        own.GetProperty("Configuration")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(value => value.GetString())
            .ShouldBe(["Debug", "Release"]);
        own.GetProperty("RegistryToken").TryGetProperty("default", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_parameters_file_is_created_with_a_reference_to_the_schema()
    {
        await _root.Run("ParameterBuild", "--help");

        _root.Read(".nuke/parameters.json").ShouldContain("./build.schema.json");
    }

    [Fact]
    public async Task A_schema_older_than_the_build_is_written_again()
    {
        _root.Write(".nuke/build.schema.json", "{}");
        File.SetLastWriteTimeUtc(_root.File(".nuke/build.schema.json"), DateTime.UnixEpoch);

        await _root.Run("GraphBuild", "--help");

        _root.Read(".nuke/build.schema.json").ShouldContain("Announce");
    }
}

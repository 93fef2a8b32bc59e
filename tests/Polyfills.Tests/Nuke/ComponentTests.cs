using System.Text.Json;

namespace Polyfills.Tests.Nuke;

public sealed class ComponentTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Targets_of_components_run_with_a_target_of_the_build_between_them()
    {
        var run = await _root.Run("ComponentBuild");

        run.Said.ShouldBe([
            "Restore the default feed",
            "Compile",
            "Check",
            "Publish [] to null, 3 tries, dry False, by nobody, token of 0",
        ]);
        run.Outcome("Publish")!.ShouldStartWith("Succeeded");
        run.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("Restore", "Restore the default feed")]
    [InlineData("withdraw --registry-address http://made.up", "Withdraw")]
    [InlineData("Tidy", "Tidy")]
    public async Task A_target_of_a_component_is_invoked_by_its_name(string arguments, string said)
    {
        var run = await _root.Run("ComponentBuild", arguments.Split(' '));

        run.Said.ShouldBe([said]);
    }

    [Fact]
    public async Task A_target_of_a_component_has_the_attributes_that_it_was_declared_with()
    {
        var run = await _root.Run("ComponentBuild", "Publish", "Marks");

        run.Said.ShouldContain("Compile has compiles");
        run.Said.ShouldContain("Publish has publishes");
        run.Said.ShouldContain("Restore has no mark");
    }

    [Theory]
    [InlineData("--registry-address http://made.up/v3", "Publish [] to made.up, 3 tries")]
    [InlineData("--registry-packages one,two", "Publish [one two] to null")]
    [InlineData("--registry-tries 5", "Publish [] to null, 5 tries")]
    [InlineData("--registry-dry-run", "Publish [] to null, 3 tries, dry True")]
    [InlineData("--registry-token made-up", "Publish [] to null, 3 tries, dry False, by nobody, token of 7")]
    [InlineData("--registry-author me", "Publish [] to null, 3 tries, dry False, by me")]
    [InlineData("--tries 5", "Publish [] to null, 3 tries")]
    [InlineData("--feed ours", "Restore ours")]
    public async Task A_parameter_of_a_component_is_given_after_its_prefix(string arguments, string said)
    {
        var run = await _root.Run("ComponentBuild", arguments.Split(' '));

        run.Said.ShouldContain(line => line.StartsWith(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parameter_of_a_component_comes_from_the_environment_and_the_file_too()
    {
        _root.Write(".nuke/parameters.json", """{ "RegistryTries": 7, "Feed": "of the file" }""");

        var run = await _root.Run(
            "ComponentBuild",
            new Dictionary<string, string> { ["REGISTRY_AUTHOR"] = "the environment" }
        );

        run.Said.ShouldContain("Restore of the file");
        run.Said[^1].ShouldStartWith("Publish [] to null, 7 tries, dry False, by the environment");
    }

    [Theory]
    [InlineData("", "RegistryAddress")]
    [InlineData("--registry-address http://made.up --registry-tries 0", "Tries > 0")]
    public async Task A_requirement_of_a_component_is_checked(string arguments, string named)
    {
        var run = await _root.Run("ComponentBuild", ["Withdraw", .. Words(arguments)]);

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain(named);
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task Help_shows_targets_and_parameters_of_components()
    {
        var run = await _root.Run("ComponentBuild", "--help");

        run.Lines.ShouldContain(line =>
            line.StartsWith("Publish (default)", StringComparison.Ordinal)
            && line.EndsWith("-> Compile, Check", StringComparison.Ordinal)
        );
        run.Lines.ShouldContain("Publishes packages.");
        run.Lines.ShouldContain(line =>
            line.StartsWith("--registry-tries", StringComparison.Ordinal)
            && line.EndsWith("How often to try.", StringComparison.Ordinal)
        );
        run.Lines.ShouldContain(line => line.StartsWith("--feed ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_schema_has_targets_and_parameters_of_components()
    {
        await _root.Run("ComponentBuild", "--help");

        using var schema = JsonDocument.Parse(_root.Read(".nuke/build.schema.json"));
        var targets = schema.RootElement.GetProperty("definitions").GetProperty("ExecutableTarget").GetProperty("enum");
        var own = schema.RootElement.GetProperty("allOf")[0].GetProperty("properties");
        targets
            .EnumerateArray()
            .Select(name => name.GetString())
            .ShouldBe(["Check", "Compile", "Marks", "Publish", "Restore", "Tidy", "Withdraw"]);
        own.GetProperty("Feed").GetProperty("description").GetString().ShouldBe("Where packages come from");
        own.GetProperty("RegistryTries").GetProperty("type").GetString().ShouldBe("integer");
        own.GetProperty("RegistryToken").TryGetProperty("default", out _).ShouldBeTrue();
        own.GetProperty("RegistryAuthor").GetProperty("type").GetString().ShouldBe("string");
    }

    [Fact]
    public async Task A_build_overrides_openly_and_explicitly_and_inherits_what_it_overrides()
    {
        var run = await _root.Run("OverridingBuild");

        run.Said.Where(line => line != "Sign")
            .ShouldBe([
                "Restore our own feed",
                "Compile",
                "and link",
                "Publish [] to null, 3 tries, dry False, by nobody, token of 0",
                "and announce",
            ]);
        run.Said.ShouldContain("Sign");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_component_overrides_the_target_of_the_one_it_derives_from()
    {
        var run = await _root.Run("OverridingBuild", "Withdraw", "--registry-address", "http://made.up");

        run.Said.ShouldBe(["Withdraw", "twice"]);
    }

    [Fact]
    public async Task An_overridden_target_is_one_target()
    {
        var run = await _root.Run("OverridingBuild", "--help");

        run.Lines.Count(line => line.StartsWith("Compile", StringComparison.Ordinal)).ShouldBe(1);
        run.Lines.Count(line => line.StartsWith("Publish (default)", StringComparison.Ordinal)).ShouldBe(1);
        run.Lines.Count(line => line.StartsWith("Withdraw", StringComparison.Ordinal)).ShouldBe(1);
        run.Lines.ShouldContain(line =>
            line.StartsWith("--feed ", StringComparison.Ordinal)
            && line.EndsWith("Where packages of this build come from.", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("HidingBuild", "ISignPackages")]
    [InlineData("AmbiguousBuild", "ISignImages")]
    public async Task A_name_that_stands_for_two_targets_is_refused(string build, string component)
    {
        var run = await _root.Run(build);

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain("'Sign'");
        run.Output.ShouldContain(component);
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_public_target_of_the_build_decides_what_the_name_of_two_components_stands_for()
    {
        var run = await _root.Run("DecidedBuild");

        run.Said.ShouldBe(["Sign", "Sign images"]);
    }

    private static string[] Words(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

using System.Text.Json;
using CliWrap.Buffered;
using Nuke.Common;
using Pipeline.Build.Run;
using Pipeline.Tests.Workflows;

namespace Pipeline.Tests.Run;

/// <summary>
/// What differs between NUKE and its stand-in, and must not: the compiled build, run as a user would.
/// </summary>
public sealed class NukeStartTests : IDisposable
{
    private const string Secret = "made-up-value-of-a-secret";

    private readonly string root = Directory.CreateTempSubdirectory("start-").FullName;

    public NukeStartTests()
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        File.WriteAllText(Path.Combine(root, ".nuke", "parameters.json"), "{}");
        Directory.CreateDirectory(Path.Combine(root, "home"));
    }

    [Theory]
    [InlineData("Gatte", "there is no target \"Gatte\": did you mean \"Gate\"?")]
    [InlineData("Gate --parallel many", "--parallel \"many\": expected a whole number")]
    [InlineData("Gate --verbosity loud", "--verbosity \"loud\": expected one of Verbose, Normal, Minimal, Quiet")]
    [InlineData("Gate --host GitHubAction", "--host \"GitHubAction\": did you mean \"GitHubActions\"?")]
    public void A_wrong_command_line_is_answered_with_a_sentence_and_nothing_runs(string line, string message)
    {
        var outcome = Run(line.Split(' '));

        outcome.StandardError.ShouldBe(message + "\n");
        outcome.StandardOutput.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(255);
    }

    [Theory]
    [InlineData("Test", "--service", "a\n::warning::x")]
    [InlineData("Test", "--environment", "a\n::warning::x")]
    [InlineData("Gatte\n  ::warning::x")]
    [InlineData("Test", "--parallel", "##[warning]x")]
    [InlineData("Test", "--no-such\n::warning::x")]
    public void What_is_quoted_commands_no_runner(params string[] line)
    {
        File.WriteAllText(Path.Combine(root, "pipeline.yaml"), Catalog(""));

        Commands(Run(line)).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_catalog_says_commands_no_runner()
    {
        File.WriteAllText(
            Path.Combine(root, "pipeline.yaml"),
            Catalog("  \"x\\n::warning::y\": {}\n  \"##[warning]z\": {}\n")
        );

        var outcome = Run("Preview");

        Commands(outcome).ShouldBeEmpty();
        outcome.StandardOutput.ShouldContain(@"x\n::warning::y");
    }

    [Fact]
    public void The_help_ends_with_where_the_documents_are() =>
        Run("--help")
            .StandardOutput.TrimEnd()
            .Split('\n')[^1]
            .ShouldStartWith("Documents of Pipeline: docs/README.md;");

    [Fact]
    public void Problems_of_a_catalog_end_with_where_its_keys_are_described()
    {
        File.WriteAllText(Path.Combine(root, "pipeline.yaml"), Catalog("  a: { pathh: a }\n"));

        Run("Preview").StandardOutput.ShouldContain("docs/reference/catalog.md of Pipeline describes every key");
    }

    [Fact]
    public async Task Outside_of_a_repository_a_build_says_where_to_start_it()
    {
        var outside = Directory.CreateDirectory(Path.Combine(root, "..", Path.GetRandomFileName()));

        var outcome = await GeneratedWorkflows
            .Command("Gate")
            .WithWorkingDirectory(outside.FullName)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        outside.Delete();
        outcome.StandardError.ShouldStartWith($"there is no folder .nuke in {outside.FullName} or above it");
        outcome.ExitCode.ShouldBe(255);
    }

    [Theory]
    [InlineData(".git")]
    [InlineData("pipeline.yaml")]
    public async Task Without_a_folder_of_NUKE_the_root_is_that_of_Git_or_of_the_catalog(string marker)
    {
        Directory.Delete(Path.Combine(root, ".nuke"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(root, marker), Catalog(""));
        var below = Directory.CreateDirectory(Path.Combine(root, "services", "auth"));

        var outcome = await GeneratedWorkflows
            .Command("Gate", "--results", "plan=success")
            .WithWorkingDirectory(below.FullName)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput + outcome.StandardError);
        Directory.Exists(Path.Combine(root, ".nuke", "temp")).ShouldBeTrue();
        (await File.ReadAllTextAsync(Path.Combine(root, ".nuke", "temp", ".gitignore"))).ShouldBe("*\n");
        File.Exists(Path.Combine(root, ".nuke", "build.schema.json")).ShouldBeFalse();
    }

    [Fact]
    public void A_failed_target_says_why_without_a_stack_trace_and_without_colours_in_a_pipe()
    {
        var outcome = Run("Gate", "--results", "plan=failure");

        outcome.StandardOutput.ShouldStartWith("plan: failure\n");
        outcome.StandardOutput.ShouldContain("not all jobs succeeded: plan (failure)\n");
        outcome.StandardOutput.ShouldContain("// Reason: not all jobs succeeded: plan (failure)");
        outcome.StandardOutput.ShouldNotContain("   at ");
        outcome.StandardOutput.ShouldNotContain("\e");
        outcome.ExitCode.ShouldBe(255);
    }

    [Theory]
    [InlineData("Upgrade 0.2.0", "Upgrade --pipeline-version 0.2.0")]
    [InlineData("upgrade 1.0.0-a.1 --root x", "upgrade --pipeline-version 1.0.0-a.1 --root x")]
    [InlineData("Upgrade", null)]
    [InlineData("Upgrade --pipeline-version 0.2.0", null)]
    [InlineData("Upgrade Gate", null)]
    [InlineData("Gate 0.2.0", null)]
    public void A_version_after_Upgrade_is_a_parameter(string line, string? other) =>
        VersionWord.AsParameter(line.Split(' ')).ShouldBe(other?.Split(' ').ToImmutableArray());

    [Fact]
    public void A_build_that_starts_again_passes_on_what_that_ends_with()
    {
        var outcome = Run("Upgrade", "0.2.0");

        outcome.StandardOutput.ShouldContain("says which version of Pipeline runs here: Adopt writes that");
        outcome.ExitCode.ShouldBe(255);
    }

    [Fact]
    public void Bad_input_is_told_without_a_stack_trace()
    {
        var outcome = Run("Test");

        outcome.StandardOutput.ShouldContain("pipeline.yaml:1:1: no catalog found");
        outcome.StandardOutput.ShouldNotContain("   at ");
        outcome.ExitCode.ShouldBe(255);
    }

    [Fact]
    public void What_a_program_reads_begins_with_the_first_character()
    {
        var outcome = GeneratedWorkflows.Build(Repository.Root, Terminal, "Preview", "--format", "json");

        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput + outcome.StandardError);
        using var preview = JsonDocument.Parse(outcome.StandardOutput);
        preview.RootElement.GetProperty("schema").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void What_is_thrown_is_logged_without_its_secrets()
    {
        var outcome = Run("Gate", "--results", $"plan={Secret}");

        var logged = Directory.GetFiles(root, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText);
        outcome.StandardOutput.ShouldContain("not all jobs succeeded: plan (***)");
        logged.Prepend(outcome.StandardOutput).ShouldAllBe(text => !text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_asked_or_told_about_telemetry()
    {
        var outcome = Run("Gate", "--results", "plan=success");

        outcome.StandardOutput.ShouldNotContain("telemetry");
        Directory.Exists(Path.Combine(root, "home", ".nuke")).ShouldBeFalse();
    }

    [Fact]
    public void The_schema_of_the_build_is_written_and_written_again_when_it_lacks_something()
    {
        Run("Gate");
        var whole = File.ReadAllText(Schema);

        File.WriteAllText(Schema, whole.Replace("\"Bump\",", "", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Schema, DateTime.UnixEpoch);
        Run("Gate");

        whole.ShouldContain("\"StepTimeout\"");
        whole.ShouldContain("\"Bump\",");
        File.ReadAllText(Schema).ShouldBe(whole);
    }

    [Fact]
    public void A_schema_that_says_the_same_in_other_words_stays_as_it_is()
    {
        Run("Gate");
        var other = File.ReadAllText(Schema).Replace("\"Host\"", "\"Other\"", StringComparison.Ordinal);
        File.WriteAllText(Schema, other);
        File.SetLastWriteTimeUtc(Schema, DateTime.UnixEpoch);

        Run("Gate");

        File.ReadAllText(Schema).ShouldBe(other);
        File.GetLastWriteTimeUtc(Schema).ShouldBeGreaterThan(DateTime.UnixEpoch);
    }

    [Fact]
    public void The_tools_of_a_user_without_a_home_are_kept_in_the_repository()
    {
        File.Copy(Path.Combine(Repository.Root, "tools.lock.yaml"), Path.Combine(root, "tools.lock.yaml"));
        var homeless = new Dictionary<string, string?>(Terminal)
        {
            ["HOME"] = "/nonexistent",
            ["XDG_CACHE_HOME"] = null,
            ["PIPELINE_TOOLS"] = null,
        };

        var outcome = GeneratedWorkflows.Build(root, homeless, "Tools");

        outcome.StandardOutput.ShouldContain($"kept in {root}/.nuke/temp/home/.cache/pipeline/tools");
    }

    [Fact]
    public void NUKE_starts_with_its_telemetry_turned_off()
    {
        const string variable = "NUKE_TELEMETRY_OPTOUT";
        var before = (Environment.GetEnvironmentVariable(variable), Environment.GetEnvironmentVariable("TERM"));
        Environment.SetEnvironmentVariable(variable, null);
        string? during = null;

        NukeStart.Of(
            typeof(Sample),
            [],
            "pipeline.yaml",
            () =>
            {
                during = Environment.GetEnvironmentVariable(variable);
                return 0;
            }
        );

        Environment.SetEnvironmentVariable(variable, before.Item1);
        Environment.SetEnvironmentVariable("TERM", before.Item2);
        during.ShouldBe("1");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Catalog(string services) => $"platform: fx\nservices:\n  auth: {{}}\n{services}";

    // https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands, and its older form.
    private static IEnumerable<string> Commands(BufferedCommandResult outcome) =>
        from line in $"{outcome.StandardOutput}\n{outcome.StandardError}".Split('\n')
        where line.TrimStart().StartsWith("::", StringComparison.Ordinal) || line.Contains("##[")
        select line;

    private Dictionary<string, string?> Terminal =>
        new()
        {
            ["TERM"] = "xterm-256color",
            ["NUKE_TELEMETRY_OPTOUT"] = null,
            ["HOME"] = Path.Combine(root, "home"),
            ["MADE_UP_TOKEN"] = Secret,
        };

    private string Schema => Path.Combine(root, ".nuke", "build.schema.json");

    private BufferedCommandResult Run(params string[] arguments) => GeneratedWorkflows.Build(root, Terminal, arguments);

    private sealed class Sample : NukeBuild;
}

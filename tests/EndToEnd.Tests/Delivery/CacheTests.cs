using System.Text.Json;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Delivery;

/// <summary>Runs of the compiled build over what it has run before.</summary>
public sealed class CacheTests : IDisposable
{
    private static readonly string[] Targets = ["Test", "Lint", "Sast", "--service", "auth,flag"];

    private readonly SamplePlatform platform = new();
    private readonly string shared = Directory.CreateTempSubdirectory("shared-").FullName;

    [Fact]
    public async Task A_second_run_replays_all_and_a_changed_file_runs_the_steps_of_its_service_again()
    {
        (await platform.Build(Targets)).Steps.ShouldAllBe(step => step.EndsWith(" passed"));
        var program = Path.Combine(platform.Root, "services", "auth", "bin", "auth");
        File.Delete(program);

        var second = await platform.Build(Targets);

        second.ExitCode.ShouldBe(0, second.Output);
        second.Steps.Count.ShouldBe(8);
        second.Steps.ShouldAllBe(step => step.EndsWith(" cached"));
        second.Reason("Test", "auth").ShouldContain("covered");
        File.Exists(program).ShouldBeTrue();

        platform.Append("services/auth/keys.go", "\n// Changed.\n");
        var third = await platform.Build(Targets);

        third
            .Steps.Where(step => step.EndsWith(" passed", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ShouldBe(["Compile auth passed", "Lint auth passed", "Sast auth passed", "Test auth passed"]);
        third.Steps.Count(step => step.EndsWith(" cached", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task A_preview_names_what_would_be_replayed_and_leaves_what_is_kept_as_it_is()
    {
        await platform.Build("Compile", "--service", "auth,flag");
        platform.Append("services/flag/app/flags.py", "# Changed.\n");
        var before = CacheFiles();

        var outcome = await platform.Build("Preview", "--format", "json", "--service", "auth,flag");

        var services = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("services").EnumerateArray();
        services
            .Select(service => string.Join(' ', service.GetProperty("cached").EnumerateArray()))
            .ShouldBe(["Compile", ""]);
        CacheFiles().ShouldBe(before);
    }

    [Fact]
    public async Task A_pull_request_takes_from_the_shared_cache_and_gives_it_nothing()
    {
        string[] compile = ["Compile", "--service", "auth", "--cache", shared];
        await AsPullRequest(compile);
        Directory.GetFileSystemEntries(shared).ShouldBeEmpty();
        await platform.Build([.. compile, "--no-cache"]);
        Directory.GetFileSystemEntries(shared).ShouldBeEmpty();
        Directory.Delete(Path.Combine(platform.Root, "artifacts"), recursive: true);
        (await platform.Build(compile)).Steps.ShouldBe(["Compile auth passed"]);
        Directory.Delete(Path.Combine(platform.Root, "artifacts"), recursive: true);

        await AsPullRequest(compile);

        platform.LastSteps().ShouldBe(["Compile auth cached"]);
    }

    public void Dispose()
    {
        platform.Dispose();
        Directory.Delete(shared, recursive: true);
    }

    // The base branch is not here, so every service counts as affected.
    private async Task AsPullRequest(string[] arguments)
    {
        var result = await platform
            .BuildCommand(arguments)
            .WithEnvironmentVariables(variables =>
                variables
                    .Set("GITHUB_ACTIONS", "true")
                    .Set("GITHUB_EVENT_NAME", "pull_request")
                    .Set("GITHUB_BASE_REF", "main")
            )
            .ExecuteBufferedAsync();
        result.ExitCode.ShouldBe(0, result.StandardOutput + result.StandardError);
    }

    private string[] CacheFiles() =>
        [
            .. Directory
                .GetFiles(Path.Combine(platform.Root, "artifacts", "cache"), "*", SearchOption.AllDirectories)
                // What was learnt of tools is no result.
                .Where(file => Path.GetFileName(file) != "tools")
                .Select(file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks} {new FileInfo(file).Length}")
                .Order(StringComparer.Ordinal),
        ];
}

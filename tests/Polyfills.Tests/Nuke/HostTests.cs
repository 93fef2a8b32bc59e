namespace Polyfills.Tests.Nuke;

public sealed class HostTests : IDisposable
{
    private static readonly Dictionary<string, string> s_gitHub = new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_WORKFLOW"] = "deliver",
        ["GITHUB_JOB"] = "push",
        ["GITHUB_REPOSITORY"] = "toggle/master",
        ["GITHUB_REPOSITORY_OWNER"] = "toggle",
        ["GITHUB_ACTOR"] = "ada",
        ["GITHUB_RUN_ID"] = "123456789012",
        ["GITHUB_RUN_NUMBER"] = "7",
        ["GITHUB_RUN_ATTEMPT"] = "2",
        ["GITHUB_EVENT_NAME"] = "pull_request",
        ["GITHUB_REF"] = "refs/pull/1/merge",
        ["GITHUB_HEAD_REF"] = "feature",
        ["GITHUB_BASE_REF"] = "main",
        ["GITHUB_SHA"] = "0123456789abcdef0123456789abcdef01234567",
        ["GITHUB_SERVER_URL"] = "https://github.example",
        ["GITHUB_STEP_SUMMARY"] = "/tmp/summary.md",
    };

    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_build_on_no_server_is_local()
    {
        var run = await _root.Run("HostBuild");

        run.Said.ShouldBe(["Host=Terminal local=True server=False"]);
    }

    [Fact]
    public async Task GitHub_Actions_is_known_by_its_variables()
    {
        var run = await _root.Run("HostBuild", s_gitHub);

        run.Said.ShouldBe([
            "Host=GitHubActions local=False server=True",
            "deliver push toggle/master toggle ada",
            "123456789012 7 2 pull_request True",
            "refs/pull/1/merge feature main 0123456789abcdef0123456789abcdef01234567 https://github.example",
            "/tmp/summary.md",
        ]);
    }

    [Fact]
    public async Task A_target_is_a_group_of_the_log()
    {
        var run = await _root.Run("HostBuild", s_gitHub);

        run.Lines.ShouldContain("::group::Tell");
        run.Lines.ShouldContain("::endgroup::Tell");
    }

    [Fact]
    public async Task Workflow_commands_are_escaped()
    {
        var run = await _root.Run("HostBuild", s_gitHub);

        run.Lines.ShouldContain("::notice title=a%3Ab%2Cc::100%25%0Adone");
    }

    [Fact]
    public async Task A_failed_target_is_an_error_of_the_workflow()
    {
        var run = await _root.Run("HostBuild", s_gitHub, "Fail");

        run.Lines.ShouldContain(line =>
            line.StartsWith("::error::", StringComparison.Ordinal) && line.Contains("Fail", StringComparison.Ordinal)
        );
        run.ExitCode.ShouldBe(255);
    }
}

using System.Text;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

namespace Pipeline.Tests.Deployments.GitOps;

public class BumpAccessTests
{
    private const string Token = "made-up-4f9a2c7be1";

    // Of its own, for tests run beside each other in one process; its name tells nothing.
    private readonly string variable = $"GITOPS_{Guid.NewGuid():N}".ToUpperInvariant();

    public BumpAccessTests() => Environment.SetEnvironmentVariable(variable, Token);

    [Fact]
    public async Task A_token_opens_the_remote_and_is_written_nowhere()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = Guarded(remote);
        await using var workspace = await Workspace($"{server.Url}gitops.git");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        (await remote.Commits()).ShouldBe(2);
        foreach (var file in Directory.EnumerateFiles(workspace.Artifacts, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllTextAsync(file, Encoding.Latin1, TestContext.Current.CancellationToken);
            content.ShouldNotContain(Token, customMessage: file);
            content.ShouldNotContain(Basic(Token), customMessage: file);
        }
    }

    [Fact]
    public async Task A_token_that_is_refused_is_final_and_not_shown()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = Guarded(remote, password: "another");
        await using var workspace = await Workspace($"{server.Url}gitops.git");

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("does not let the pipeline push to main");
        workspace.Log("auth").ShouldNotContain(Token);
    }

    [Fact]
    public async Task A_token_goes_only_to_the_host_that_it_is_for()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var elsewhere = Guarded(remote);
        await using var server = new GitHttpServer(remote.Folder);
        server.Redirect = elsewhere.Url;
        var asked = 0;
        elsewhere.Gate = request =>
        {
            if (request.Headers["Authorization"] is not null)
                Interlocked.Increment(ref asked);
            return 401;
        };
        await using var workspace = await Workspace($"{server.Url}gitops.git");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Failed);
        asked.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two lines\nof it")]
    public async Task A_variable_without_a_token_is_named(string value)
    {
        Environment.SetEnvironmentVariable(variable, value);
        await using var workspace = await Workspace("https://git.example/gitops.git");

        var results = await workspace.Bump("auth");

        results
            .Single()
            .Reason.ShouldBe(
                $"{variable}, which \"gitops.tokenVariable\" names for https://git.example/gitops.git, holds no token: set it to the token alone"
            );
    }

    [Fact]
    public async Task A_token_is_not_sent_unencrypted()
    {
        await using var workspace = await Workspace("http://git.example/gitops.git");

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("unencrypted: use https");
    }

    [Fact]
    public async Task What_checking_out_the_sources_has_configured_opens_the_remote_too()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = Guarded(remote);
        await using var workspace = await BumpWorkspace.Create($"{server.Url}gitops.git");
        await workspace.Configure($"http.{server.Url}.extraheader", $"AUTHORIZATION: basic {Basic(Token)}");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        foreach (var file in Directory.EnumerateFiles(workspace.Artifacts, "*", SearchOption.AllDirectories))
            (
                await File.ReadAllTextAsync(file, Encoding.Latin1, TestContext.Current.CancellationToken)
            ).ShouldNotContain(Basic(Token));
    }

    // actions/checkout 6 keeps its header in a file beside the runner's, and includes it where the clone is.
    [Theory]
    [InlineData("includeIf.gitdir:{0}/.git.path", ".git/credentials.config")]
    [InlineData("include.path", "credentials.config")]
    public async Task Credentials_in_a_file_that_is_included_open_the_remote_too(string key, string path)
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = Guarded(remote);
        await using var workspace = await BumpWorkspace.Create($"{server.Url}gitops.git");
        workspace.Write(
            ".git/credentials.config",
            $"[http \"{server.Url}\"]\n    extraheader = AUTHORIZATION: basic {Basic(Token)}\n"
        );
        await workspace.Configure(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, key, workspace.Root),
            path.StartsWith(".git", StringComparison.Ordinal) ? workspace.Root / path : path
        );

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        workspace.Log("auth").ShouldNotContain(Basic(Token));
    }

    // Twice the same header, and GitHub refuses the request.
    [Fact]
    public async Task What_the_sources_know_replaces_what_the_clone_would_know_by_itself()
    {
        await using var workspace = await BumpWorkspace.Create("https://git.example/gitops.git");
        await workspace.Configure("http.https://git.example/.extraheader", "X-One: 1");
        await workspace.Configure("core.sshCommand", "ssh -i key");

        var variables = RemoteAccess.OfSources(
            await GitSettings.Read(workspace.Root, TestContext.Current.CancellationToken)
        );

        var first = variables.First(variable => variable.Value == "http.https://git.example/.extraheader").Key;
        variables[first.Replace("KEY", "VALUE")].ShouldBe("");
        variables.Values.ShouldContain("X-One: 1");
        variables.Values.ShouldContain("ssh -i key");
    }

    // Without its variable, Git speaks a protocol in which a server gives out no single files.
    [Theory]
    [InlineData("GIT_PROTOCOL")]
    [InlineData("NOTHING")]
    public async Task A_bump_goes_over_ssh(string environment)
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await using var server = await SshServer.Start(environment);
        await using var workspace = await OverSsh(server, remote);
        await workspace.Bump("auth");

        var results = await workspace.Bump("flag");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        (await remote.Commits()).ShouldBe(3);
    }

    [Fact]
    public async Task A_host_whose_key_is_not_known_is_final()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = await SshServer.Start();
        await server.ForgetHost();
        await using var workspace = await OverSsh(server, remote);

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("add it to known_hosts");
    }

    [Fact]
    public async Task A_key_that_the_host_does_not_let_in_is_final()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = await SshServer.Start();
        server.LoseKey();
        await using var workspace = await OverSsh(server, remote);

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("does not let the pipeline push to main");
    }

    private async Task<BumpWorkspace> Workspace(string url)
    {
        var workspace = await BumpWorkspace.Create(url);
        workspace.Environment = workspace.Environment with
        {
            GitOps = workspace.Environment.GitOps! with { TokenVariable = variable },
        };
        return workspace;
    }

    private static async Task<BumpWorkspace> OverSsh(SshServer server, GitOpsRemote remote)
    {
        var user = Environment.UserName;
        var workspace = await BumpWorkspace.Create($"ssh://{user}@127.0.0.1:{server.Port}{remote.Bare}");
        await workspace.Configure("core.sshCommand", server.Command);
        return workspace;
    }

    private static GitHttpServer Guarded(GitOpsRemote remote, string password = Token) =>
        new(remote.Folder)
        {
            Gate = request => request.Headers["Authorization"]?.Split(' ')[^1] == Basic(password) ? 200 : 401,
        };

    private static string Basic(string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{password}"));
}

using System.Collections.Concurrent;
using Pipeline.Aws.Identity;
using Pipeline.Foundation.Failures;
using Pipeline.Tests.Images;

namespace Pipeline.Tests.Aws.Identity;

public sealed class GitHubWebIdentityTests : IDisposable
{
    private readonly string temporary = Directory.CreateTempSubdirectory("identity-").FullName;
    private readonly ConcurrentDictionary<string, string> variables = new();
    private readonly MovedClock clock = new();
    private readonly GitHubWebIdentity identity;

    public GitHubWebIdentityTests()
    {
        identity = new(variables.GetValueOrDefault, (name, value) => variables[name] = value, clock);
        variables["RUNNER_TEMP"] = temporary;
        variables["AWS_ROLE_ARN"] = "arn:aws:iam::111111111111:role/deliver";
        variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "made-up-permission";
    }

    [Fact]
    public async Task The_token_of_the_job_is_where_the_clients_of_AWS_look_for_it_and_nobody_else_reads_it()
    {
        await using var github = Answering("made-up-token");

        await identity.Refresh("eu-west-1", CancellationToken.None);

        var file = variables["AWS_WEB_IDENTITY_TOKEN_FILE"];
        File.ReadAllText(file).ShouldBe("made-up-token");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        variables["AWS_REGION"].ShouldBe("eu-west-1");
        var request = github.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("GET /token?api-version=2.0&audience=sts.amazonaws.com ");
        request.ShouldContain("Authorization: Bearer made-up-permission");
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends_and_not_for_each_call()
    {
        await using var github = Answering("first", "second");

        await identity.Refresh("eu-west-1", CancellationToken.None);
        clock.Now += TimeSpan.FromMinutes(2);
        await identity.Refresh("eu-west-1", CancellationToken.None);
        github.Requests.Count.ShouldBe(1);
        clock.Now += TimeSpan.FromMinutes(2);
        await identity.Refresh("eu-west-1", CancellationToken.None);

        File.ReadAllText(variables["AWS_WEB_IDENTITY_TOKEN_FILE"]).ShouldBe("second");
    }

    [Theory]
    [InlineData("AWS_ROLE_ARN", "")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "/somebody/else/s")]
    public async Task Where_no_role_is_named_or_someone_has_seen_to_it_nothing_is_asked(string variable, string value)
    {
        await using var github = Answering();
        variables[variable] = value;

        await identity.Refresh("eu-west-1", CancellationToken.None);

        github.Requests.ShouldBeEmpty();
        Directory.GetFiles(temporary).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_without_the_right_is_told_to_ask_for_it() =>
        (
            await Should.ThrowAsync<StepFailedException>(() => identity.Refresh("eu-west-1", CancellationToken.None))
        ).Message.ShouldContain("\"id-token: write\"");

    [Fact]
    public async Task The_permission_to_ask_goes_nowhere_in_the_clear()
    {
        variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = "http://tokens.example/";

        var refusal = await Should.ThrowAsync<StepFailedException>(() =>
            identity.Refresh("eu-west-1", CancellationToken.None)
        );

        refusal.Message.ShouldContain("expected https");
    }

    [Theory]
    [InlineData(408, "{}", true)]
    [InlineData(429, "{}", true)]
    [InlineData(500, "{}", true)]
    [InlineData(403, "{}", false)]
    [InlineData(200, "{}", false)]
    [InlineData(200, "no JSON", false)]
    public async Task What_is_no_token_fails_and_is_tried_again_where_that_can_help(
        int status,
        string body,
        bool passes
    )
    {
        await using var github = new FakeRegistry(FakeRegistry.Answer(status, body, "Content-Type: application/json"));
        variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"http://{github.Name}/token?api-version=2.0";

        var refusal = await Should.ThrowAsync<StepFailedException>(() =>
            identity.Refresh("eu-west-1", CancellationToken.None)
        );

        (refusal is TransientException).ShouldBe(passes);
        variables.ShouldNotContainKey("AWS_WEB_IDENTITY_TOKEN_FILE");
    }

    public void Dispose()
    {
        identity.Dispose();
        Directory.Delete(temporary, recursive: true);
    }

    private FakeRegistry Answering(params string[] tokens)
    {
        var github = new FakeRegistry([
            .. tokens.Select(token =>
                FakeRegistry.Answer(200, $$"""{"count":1,"value":"{{token}}"}""", "Content-Type: application/json")
            ),
        ]);
        variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"http://{github.Name}/token?api-version=2.0";
        return github;
    }

    private sealed class MovedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

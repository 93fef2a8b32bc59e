using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>Logins and tokens, at a registry that wants them.</summary>
public sealed class RegistryTokenTests
{
    private static readonly (string, string) User = ("robot", "made-up-password");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_wants_a_login_gets_what_it_asks_for(bool takesBasic)
    {
        await using var bench = await RegistryBench.Create();
        (bench.Registry.User, bench.Registry.TakesBasic) = (User, takesBasic);

        await Send(bench, bench.Client(new FixedLogin("robot", "made-up-password")));

        bench.Registry.Count("^PUT ").ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_login_is_a_used_right_with_its_scopes(bool takesBasic)
    {
        await using var bench = await RegistryBench.Create();
        (bench.Registry.User, bench.Registry.TakesBasic) = (User, takesBasic);

        await Send(bench, bench.Client(new FixedLogin("robot", "made-up-password")));

        bench.UsedRights.ShouldBe([
            $"registryLogin {bench.Registry.Name} repository:{RegistryBench.Repository}:pull,push",
        ]);
    }

    [Fact]
    public async Task Without_a_login_no_right_is_used()
    {
        await using var bench = await RegistryBench.Create();

        await Send(bench, bench.Client());

        bench.UsedRights.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_is_used_until_it_expires()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;
        var client = bench.Client(new FixedLogin("robot", "made-up-password"));

        for (var length = 1; length <= 3; length++)
            await Send(bench, client, length);

        bench.Registry.Count("/token").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;
        var clock = new SetClock();
        var client = bench.Client(new FixedLogin("robot", "made-up-password"), clock);
        await Send(bench, client, 1);

        clock.Now += TimeSpan.FromSeconds(bench.Registry.TokenLifetime - 1);
        await Send(bench, client, 2);

        bench.Registry.Count("/token").ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_the_registry_takes_for_expired_is_renewed_in_the_middle_of_an_upload()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;
        var client = bench.Client(new FixedLogin("robot", "made-up-password"));
        await Send(bench, client, 1);

        bench.Registry.ExpireTokens();
        await Send(bench, client, 1_000_000);

        bench.Registry.Count("/token").ShouldBe(2);
    }

    [Fact]
    public async Task An_identity_token_is_given_to_the_token_server()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;

        await Send(bench, bench.Client(new FixedLogin("<token>", "made-up-password") { IsToken = true }));

        bench.Registry.Count("^POST /token").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            Send(bench, bench.Client(new FixedLogin("robot", "wrong-password")))
        );

        failure.ShouldNotBeOfType<TransientException>();
        failure.Message.ShouldContain("gives no token to robot");
        (failure.Message + bench.Log).ShouldNotContain("wrong-password");
    }

    [Fact]
    public async Task Without_a_login_it_is_said_how_to_get_one()
    {
        await using var bench = await RegistryBench.Create();
        (bench.Registry.User, bench.Registry.TakesBasic) = (User, true);

        var failure = await Should.ThrowAsync<StepFailedException>(() => Send(bench, bench.Client()));

        failure.Message.ShouldContain($"wants a login (401)");
        failure.Message.ShouldContain($"docker login {bench.Registry.Name}");
    }

    [Fact]
    public async Task A_login_that_was_refused_is_asked_for_anew()
    {
        await using var bench = await RegistryBench.Create();
        (bench.Registry.User, bench.Registry.TakesBasic) = (User, true);

        await Send(bench, bench.Client(new FixedLogin("robot", "expired") { Next = "made-up-password" }));

        bench.Registry.Count("^PUT ").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_server_that_is_busy_is_asked_again()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;
        bench.Registry.Answer("/token", 2, 503);

        await Send(bench, bench.Client(new FixedLogin("robot", "made-up-password")));

        bench.Registry.Count("/token").ShouldBe(3);
    }

    [Fact]
    public async Task A_login_is_not_sent_to_a_token_server_in_the_clear()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Answer(
            "^HEAD ",
            1,
            401,
            ("WWW-Authenticate", "Bearer realm=\"http://tokens.example.com/token\",service=\"strict\"")
        );

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            Send(bench, bench.Client(new FixedLogin("robot", "made-up-password")))
        );

        failure.Message.ShouldContain("is no https address: nothing was sent there");
    }

    [Fact]
    public async Task Requests_that_begin_together_share_a_token()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.User = User;
        var client = bench.Client(new FixedLogin("robot", "made-up-password"));
        await Send(bench, client, 1);
        bench.Registry.ExpireTokens();

        await bench.In(log =>
            Task.WhenAll(
                Enumerable.Range(0, 10).Select(_ => client.FindManifest(RegistryBench.Repository, "none", log, default))
            )
        );

        bench.Registry.Count("/token").ShouldBeLessThanOrEqualTo(3);
    }

    private static Task Send(RegistryBench bench, RegistryClient client, int length = 1000) =>
        bench.In(log =>
            client.Upload(
                RegistryBench.Repository,
                RegistryBench.Describe(RegistryBench.Content(length)),
                new MemoryStream(RegistryBench.Content(length)),
                log,
                default
            )
        );

    private sealed class FixedLogin(string user, string password) : ICredentialProvider
    {
        private bool wasRefused;

        public bool IsToken { get; init; }

        public string? Next { get; init; }

        public Task<RegistryCredential?> Login(CancellationToken cancellation) =>
            Task.FromResult<RegistryCredential?>(
                new(user, wasRefused ? Next ?? password : password) { IsIdentityToken = IsToken }
            );

        public void Forget(RegistryCredential refused) => wasRefused = true;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

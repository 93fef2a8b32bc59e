using System.Text;
using Amazon.ECR;
using Amazon.Runtime;
using Pipeline.Aws.Ecr;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Aws.Ecr;

public sealed class EcrSessionTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly StepHarness harness = new();
    private readonly Clock clock = new() { Now = Now };

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Theory]
    [InlineData("123456789012.dkr.ecr.sa-east-1.amazonaws.com", true)]
    [InlineData("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", true)]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example", false)]
    [InlineData("evil.example/123456789012.dkr.ecr.us-east-1.amazonaws.com", false)]
    [InlineData("127.0.0.1:5000", false)]
    public async Task A_registry_of_ECR_is_known_by_its_host(string registry, bool isEcr)
    {
        await using var login = new EcrRegistries().Open(new(registry));

        (login is not null).ShouldBe(isEcr);
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_it_expires()
    {
        await using var aws = new FakeRegistry(Token("first", Now.AddHours(12)), Token("second", Now.AddHours(24)));
        await using var login = Login(aws);

        var first = await login.Login(CancellationToken.None);
        clock.Now = Now.AddHours(11);
        var still = await login.Login(CancellationToken.None);
        clock.Now = Now.AddHours(11.9);
        var next = await login.Login(CancellationToken.None);

        first.ShouldBe(new RegistryCredential("AWS", "first"));
        still.ShouldBe(first);
        next.ShouldBe(new RegistryCredential("AWS", "second"));
    }

    [Fact]
    public async Task A_refusal_names_what_was_wanted()
    {
        await using var aws = new FakeRegistry(Refusal("AccessDeniedException", "made-up user is not allowed"));
        await using var login = Login(aws);

        var failure = await Should.ThrowAsync<StepFailedException>(() => login.Login(CancellationToken.None));

        failure.Message.ShouldBe("Amazon ECR (123456789012) failed to issue a token: made-up user is not allowed");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_named()
    {
        var aws = new FakeRegistry();
        await using var login = Login(aws);
        await aws.DisposeAsync();

        var failure = await Should.ThrowAsync<StepFailedException>(() => login.Login(CancellationToken.None));

        failure.Message.ShouldStartWith("Amazon ECR (123456789012) failed to issue a token: ");
    }

    [Fact]
    public async Task A_repository_that_is_there_is_left_alone()
    {
        await using var aws = new FakeRegistry(FakeRegistry.Answer(200, """{"repositories":[]}"""));

        var result = await Prepare(aws);

        result.ShouldBe(StepResult.Passed);
        aws.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_this_identity_may_not_see_does_not_fail_a_push()
    {
        await using var aws = new FakeRegistry(
            FakeRegistry.Answer(
                200,
                """{"repositories":[{"repositoryArn":"made-up","imageTagMutability":"IMMUTABLE","imageScanningConfiguration":{"scanOnPush":true}}]}"""
            ),
            Refusal("AccessDeniedException", "made-up user is not allowed")
        );

        var result = await Prepare(
            aws,
            new() { Tags = ImmutableSortedDictionary<string, string>.Empty.Add("team", "platform") }
        );

        result.ShouldBe(StepResult.Passed);
        harness.Log("Push").ShouldContain("does not show its AWS tags to this identity: made-up user is not allowed");
    }

    [Fact]
    public async Task A_service_that_asks_for_patience_is_asked_again()
    {
        await using var aws = new FakeRegistry(Refusal("ThrottlingException", "Rate exceeded"));
        await using var login = Login(aws);

        await Should.ThrowAsync<TransientException>(() => login.Login(CancellationToken.None));
    }

    [Fact]
    public async Task A_repository_that_is_missing_is_created()
    {
        await using var aws = new FakeRegistry(
            Refusal("RepositoryNotFoundException", "no"),
            FakeRegistry.Answer(200, """{"repository":{}}""")
        );

        var result = await Prepare(aws);

        result.ShouldBe(StepResult.Passed);
        aws.Requests[^1].ShouldContain("CreateRepository");
    }

    [Fact]
    public async Task A_repository_that_another_run_has_created_meanwhile_is_fine()
    {
        await using var aws = new FakeRegistry(
            Refusal("RepositoryNotFoundException", "no"),
            Refusal("RepositoryAlreadyExistsException", "yes")
        );

        var result = await Prepare(aws);

        result.ShouldBe(StepResult.Passed);
        aws.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_a_token_is_refused_the_AWS_identity_is_the_one_to_look_at()
    {
        await using var aws = new FakeRegistry(Token("made-up", Now.AddHours(12)), Token("made-up", Now.AddHours(12)));
        var refusal = FakeRegistry.Answer(401, "", "WWW-Authenticate: Basic realm=\"ecr\"");
        await using var registry = new FakeRegistry(refusal, refusal, refusal);
        await using var login = Login(aws);
        using var client = new RegistryClient(registry.Name, login);

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            harness.Ask(step => client.FindManifest("shop/auth", "1", step.Log, step.Cancellation))
        );

        failure.Message.ShouldContain("wants a login (401)");
        failure.Message.ShouldEndWith(login.Remedy(registry.Name));
        failure.Message.ShouldNotContain("docker login");
    }

    private Task<StepResult> Prepare(FakeRegistry aws, EcrSettings? policy = null) =>
        harness.Execute(
            "Push",
            async (_, step) =>
            {
                await using var login = Login(aws);
                await login.Prepare(
                    "togglemaster/auth-service",
                    step.Environment with
                    {
                        Ecr = policy ?? new(),
                    },
                    step.Log.Write,
                    step.Cancellation
                );
                return StepResult.Passed;
            }
        );

    private EcrSession Login(FakeRegistry aws) =>
        new(
            "123456789012",
            new AmazonECRClient(
                new BasicAWSCredentials("MADEUPKEY", "made-up-secret"),
                new AmazonECRConfig { ServiceURL = $"http://{aws.Name}", MaxErrorRetry = 0 }
            ),
            clock
        );

    private static string Token(string password, DateTimeOffset expires) =>
        FakeRegistry.Answer(
            200,
            $$"""{"authorizationData":[{"authorizationToken":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{password}"))}}","expiresAt":{{expires.ToUnixTimeSeconds()}}}]}"""
        );

    private static string Refusal(string type, string message) =>
        FakeRegistry.Answer(400, $$"""{"__type":"{{type}}","message":"{{message}}"}""");

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

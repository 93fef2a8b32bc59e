using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Polyfills.Tests.Ecr;

/// <summary>The environment belongs to the process: these tests run alone.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests : EcrFixture
{
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    public EnvironmentTests()
    {
        Set("AWS_ACCESS_KEY_ID", FakeEcr.AccessKey);
        Set("AWS_SECRET_ACCESS_KEY", FakeEcr.SecretKey);
        Set("AWS_SESSION_TOKEN", null);
        Set("AWS_REGION", FakeEcr.Region);
        Set("AWS_PROFILE", null);
        Set("AWS_MAX_ATTEMPTS", "1");
    }

    [Fact]
    public async Task The_services_endpoint_variable_is_honoured()
    {
        Set("AWS_ENDPOINT_URL_ECR", Service.Url);

        await AskAsync();

        Service.Requests.ShouldBe(["GetAuthorizationToken"]);
    }

    [Fact]
    public async Task The_common_endpoint_variable_is_honoured()
    {
        Set("AWS_ENDPOINT_URL", Service.Url);

        await AskAsync();

        Service.Requests.ShouldBe(["GetAuthorizationToken"]);
    }

    [Fact]
    public async Task The_services_endpoint_variable_goes_before_the_common_one()
    {
        Set("AWS_ENDPOINT_URL", Nowhere);
        Set("AWS_ENDPOINT_URL_ECR", Service.Url);

        await AskAsync();

        Service.Requests.ShouldBe(["GetAuthorizationToken"]);
    }

    [Fact]
    public async Task The_credentials_of_the_environment_sign()
    {
        Set("AWS_ENDPOINT_URL_ECR", Service.Url);
        Set("AWS_SECRET_ACCESS_KEY", "another-made-up-secret-key");

        var error = await Should.ThrowAsync<AmazonECRException>(AskAsync);

        error.ErrorCode.ShouldBe("InvalidSignatureException");
    }

    protected override void Restore()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        FallbackInternalConfigurationFactory.Reset();
    }

    private static async Task AskAsync()
    {
        FallbackInternalConfigurationFactory.Reset();
        using var client = new AmazonECRClient();
        await client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), Cancellation);
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

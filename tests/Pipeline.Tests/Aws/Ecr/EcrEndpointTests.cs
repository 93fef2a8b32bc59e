using Amazon.Runtime.Internal;
using Pipeline.Aws.Ecr;
using Pipeline.Images.Registries;
using Polyfills.Tests.Ecr;

namespace Pipeline.Tests.Aws.Ecr;

/// <summary>The environment belongs to the process: these tests run alone.</summary>
[CollectionDefinition(nameof(EcrEndpointTests), DisableParallelization = true)]
[Collection(nameof(EcrEndpointTests))]
public sealed class EcrEndpointTests : IAsyncDisposable
{
    private readonly FakeEcr service = new();
    private readonly Dictionary<string, string?> before = [];

    public EcrEndpointTests()
    {
        Set("AWS_ACCESS_KEY_ID", FakeEcr.AccessKey);
        Set("AWS_SECRET_ACCESS_KEY", FakeEcr.SecretKey);
        Set("AWS_SESSION_TOKEN", null);
        Set("AWS_PROFILE", null);
        Set("AWS_ENDPOINT_URL", null);
        Set("AWS_ENDPOINT_URL_ECR", null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
        FallbackInternalConfigurationFactory.Reset();
        await service.DisposeAsync();
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_ECR")]
    public async Task Where_the_service_is_asked_can_be_said_by_the_environment(string variable)
    {
        Set(variable, service.Url);
        FallbackInternalConfigurationFactory.Reset();
        await using var login = new EcrRegistries()
            .Open(new($"123456789012.dkr.ecr.{FakeEcr.Region}.amazonaws.com"))
            .ShouldNotBeNull();

        var credential = await login.Login(TestContext.Current.CancellationToken);

        credential.ShouldBe(new RegistryCredential("AWS", "made-up-password"));
        service.Requests.ShouldBe(["GetAuthorizationToken"]);
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

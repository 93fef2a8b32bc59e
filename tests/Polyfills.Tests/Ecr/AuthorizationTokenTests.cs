using System.Text;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Polyfills.Tests.Ecr;

public sealed class AuthorizationTokenTests : EcrFixture
{
    [Fact]
    public async Task A_token_holds_the_registrys_user_name_and_password()
    {
        using var client = Client();

        var response = await client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), Cancellation);

        var token = response.AuthorizationData.ShouldHaveSingleItem().AuthorizationToken;
        Encoding.UTF8.GetString(Convert.FromBase64String(token)).ShouldBe("AWS:made-up-password");
    }

    [Fact]
    public async Task A_token_says_when_it_ends_in_universal_time()
    {
        using var client = Client();

        var response = await client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), Cancellation);

        var expected = new DateTime(2023, 11, 14, 22, 13, 20, 250, DateTimeKind.Utc);
        response.AuthorizationData[0].ExpiresAt?.ToUniversalTime().ShouldBe(expected);
    }

    [Fact]
    public async Task A_token_names_its_registry()
    {
        using var client = Client();

        var response = await client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), Cancellation);

        response.AuthorizationData[0].ProxyEndpoint.ShouldBe("https://123456789012.dkr.ecr.sa-east-1.amazonaws.com");
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        using var client = Client(
            new SessionAWSCredentials(FakeEcr.AccessKey, FakeEcr.SecretKey, "made-up-session-token")
        );

        await client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), Cancellation);

        Service.SessionTokens.ShouldBe(["made-up-session-token"]);
    }

    [Fact]
    public async Task A_request_that_is_signed_with_another_key_is_refused()
    {
        using var client = Client(secretKey: "another-made-up-secret-key");

        var error = await Should.ThrowAsync<AmazonECRException>(() =>
            client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), Cancellation)
        );

        error.ErrorCode.ShouldBe("InvalidSignatureException");
    }
}

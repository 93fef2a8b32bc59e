using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Polyfills.Tests.Ecr;

public sealed class ErrorTests : EcrFixture
{
    [Theory]
    [InlineData("ServerException", typeof(ServerException))]
    [InlineData("InvalidParameterException", typeof(InvalidParameterException))]
    [InlineData("InvalidTagParameterException", typeof(InvalidTagParameterException))]
    [InlineData("TooManyTagsException", typeof(TooManyTagsException))]
    [InlineData("LimitExceededException", typeof(LimitExceededException))]
    [InlineData("KmsException", typeof(KmsException))]
    [InlineData("RepositoryAlreadyExistsException", typeof(RepositoryAlreadyExistsException))]
    public async Task An_error_that_the_model_names_has_a_type_of_its_own(string code, Type expected)
    {
        using var client = Client(retries: 0);
        Service.NextErrors.Enqueue((code, 400));

        var error = await Record.ExceptionAsync(() => CreateAsync(client));

        error.ShouldBeOfType(expected);
    }

    [Fact]
    public async Task An_error_that_the_model_does_not_name_is_the_services_common_one()
    {
        using var client = Client();
        Service.NextErrors.Enqueue(("AccessDeniedException", 403));

        var error = await Should.ThrowAsync<AmazonECRException>(() => CreateAsync(client));

        error.ErrorCode.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public async Task An_error_tells_the_services_own_words_and_the_requests_id()
    {
        using var client = Client();
        Service.NextErrors.Enqueue(("AccessDeniedException", 403));

        var error = await Should.ThrowAsync<AmazonServiceException>(() => CreateAsync(client));

        (error.Message, error.RequestId).ShouldBe(("made up", "00000000-0000-4000-8000-000000000000"));
    }

    [Fact]
    public async Task Throttling_is_retried()
    {
        using var client = Client();
        Service.NextErrors.Enqueue(("ThrottlingException", 400));

        await CreateAsync(client);

        Service.Requests.ShouldBe(["CreateRepository", "CreateRepository"]);
    }

    [Fact]
    public async Task A_refusal_is_not_retried()
    {
        using var client = Client();
        Service.NextErrors.Enqueue(("RepositoryAlreadyExistsException", 400));

        await Should.ThrowAsync<RepositoryAlreadyExistsException>(() => CreateAsync(client));

        Service.Requests.ShouldBe(["CreateRepository"]);
    }

    private static Task CreateAsync(IAmazonECR client) =>
        client.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "auth" }, Cancellation);
}

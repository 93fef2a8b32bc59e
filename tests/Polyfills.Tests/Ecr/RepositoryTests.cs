using Amazon.ECR;
using Amazon.ECR.Model;

namespace Polyfills.Tests.Ecr;

public sealed class RepositoryTests : EcrFixture
{
    [Fact]
    public async Task A_repository_that_is_not_there_can_be_created_on_demand()
    {
        using var client = Client();
        var named = new DescribeRepositoriesRequest { RepositoryNames = ["togglemaster/auth"] };

        await Should.ThrowAsync<RepositoryNotFoundException>(() =>
            client.DescribeRepositoriesAsync(named, Cancellation)
        );
        await client.CreateRepositoryAsync(
            new CreateRepositoryRequest { RepositoryName = "togglemaster/auth" },
            Cancellation
        );
        var response = await client.DescribeRepositoriesAsync(named, Cancellation);

        response.Repositories.ShouldHaveSingleItem().RepositoryUri.ShouldEndWith("/togglemaster/auth");
    }

    [Fact]
    public async Task A_repository_is_created_with_all_that_the_request_says()
    {
        using var client = Client();
        var request = new CreateRepositoryRequest
        {
            RepositoryName = "togglemaster/flag",
            ImageTagMutability = ImageTagMutability.IMMUTABLE,
            ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
            EncryptionConfiguration = new EncryptionConfiguration
            {
                EncryptionType = EncryptionType.KMS,
                KmsKey = "made-up",
            },
            Tags = [new Tag { Key = "team", Value = "platform" }],
        };

        var repository = (await client.CreateRepositoryAsync(request, Cancellation)).Repository;

        repository.ShouldSatisfyAllConditions(
            () => repository.ImageTagMutability.ShouldBe(ImageTagMutability.IMMUTABLE),
            () => repository.ImageScanningConfiguration.ScanOnPush.ShouldBe(true),
            () => repository.EncryptionConfiguration.EncryptionType.ShouldBe(EncryptionType.KMS),
            () => repository.EncryptionConfiguration.KmsKey.ShouldBe("made-up"),
            () => repository.RegistryId.ShouldBe("123456789012")
        );
    }

    [Fact]
    public async Task A_repository_that_exists_cannot_be_created_again()
    {
        using var client = Client();
        var request = new CreateRepositoryRequest { RepositoryName = "togglemaster/auth" };
        await client.CreateRepositoryAsync(request, Cancellation);

        await Should.ThrowAsync<RepositoryAlreadyExistsException>(() =>
            client.CreateRepositoryAsync(request, Cancellation)
        );
    }

    [Fact]
    public async Task A_name_that_the_service_does_not_allow_is_its_parameter_error()
    {
        using var client = Client();
        var request = new CreateRepositoryRequest { RepositoryName = "Auth Service" };

        var error = await Should.ThrowAsync<InvalidParameterException>(() =>
            client.CreateRepositoryAsync(request, Cancellation)
        );

        error.Message.ShouldContain("$.repositoryName");
    }

    [Fact]
    public async Task What_an_answer_does_not_hold_is_null()
    {
        using var client = Client();

        var response = await client.DescribeRepositoriesAsync(
            new DescribeRepositoriesRequest { MaxResults = 10 },
            Cancellation
        );

        response.NextToken.ShouldBeNull();
    }
}

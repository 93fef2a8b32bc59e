using Amazon.ECR;
using Amazon.ECR.Model;

namespace Polyfills.Tests.Ecr;

public sealed class ImageTests : EcrFixture
{
    [Fact]
    public async Task An_image_that_is_there_comes_with_its_manifest_as_it_was_pushed()
    {
        using var client = await ClientWithRepositoryAsync();
        var request = new BatchGetImageRequest
        {
            RepositoryName = "auth",
            ImageIds = [new ImageIdentifier { ImageTag = FakeRegistry.ImageTag }],
        };

        var response = await client.BatchGetImageAsync(request, Cancellation);

        response.Images.ShouldHaveSingleItem().ImageManifest.ShouldBe(FakeRegistry.Manifest);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_a_failure_in_the_answer_and_no_exception()
    {
        using var client = await ClientWithRepositoryAsync();
        var request = new BatchGetImageRequest
        {
            RepositoryName = "auth",
            ImageIds = [new ImageIdentifier { ImageTag = "nowhere" }],
        };

        var response = await client.BatchGetImageAsync(request, Cancellation);

        response.Failures.ShouldHaveSingleItem().FailureCode.ShouldBe(ImageFailureCode.ImageNotFound);
    }

    [Fact]
    public async Task A_description_has_digest_tags_size_time_and_findings()
    {
        using var client = await ClientWithRepositoryAsync();
        var request = new DescribeImagesRequest
        {
            RepositoryName = "auth",
            Filter = new DescribeImagesFilter { TagStatus = TagStatus.TAGGED },
        };

        var image = (await client.DescribeImagesAsync(request, Cancellation)).ImageDetails.ShouldHaveSingleItem();

        image.ShouldSatisfyAllConditions(
            () => image.ImageDigest.ShouldBe(FakeRegistry.Digest),
            () => image.ImageTags.ShouldBe([FakeRegistry.ImageTag]),
            () => image.ImageSizeInBytes.ShouldBe(5_000_000_000),
            () => image.ImagePushedAt?.ToUniversalTime().ShouldBe(DateTime.UnixEpoch.AddSeconds(1.7E9)),
            () => image.ImageScanStatus.Status.ShouldBe(ScanStatus.COMPLETE),
            () => image.ImageScanFindingsSummary.FindingSeverityCounts["HIGH"].ShouldBe(2)
        );
    }

    [Fact]
    public async Task An_image_that_is_not_there_cannot_be_described()
    {
        using var client = await ClientWithRepositoryAsync();
        var request = new DescribeImagesRequest
        {
            RepositoryName = "auth",
            ImageIds = [new ImageIdentifier { ImageDigest = "sha256:nowhere" }],
        };

        await Should.ThrowAsync<ImageNotFoundException>(() => client.DescribeImagesAsync(request, Cancellation));
    }

    private async Task<IAmazonECR> ClientWithRepositoryAsync()
    {
        var client = Client();
        await client.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "auth" }, Cancellation);
        return client;
    }
}

using Amazon.ECR;
using Amazon.ECR.Model;

namespace Polyfills.Tests.Ecr;

public sealed class RepositoryPolicyTests : EcrFixture
{
    private const string Name = "togglemaster/auth";

    private const string Lifecycle = """
        {"rules":[{"rulePriority":1,"description":"keep thirty","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":30},"action":{"type":"expire"}}]}
        """;

    [Fact]
    public async Task Tags_are_immutable_but_for_those_that_a_filter_names()
    {
        using var client = Client();

        var repository = await Create(client);

        repository.ImageTagMutability.ShouldBe(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
        repository
            .ImageTagMutabilityExclusionFilters.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                filter => filter.Filter.ShouldBe("develop"),
                filter => filter.FilterType.ShouldBe(ImageTagMutabilityExclusionFilterType.WILDCARD)
            );
    }

    [Fact]
    public async Task A_repository_tells_its_own_tags()
    {
        using var client = Client();
        var repository = await Create(client);

        var response = await client.ListTagsForResourceAsync(
            new ListTagsForResourceRequest { ResourceArn = repository.RepositoryArn },
            Cancellation
        );

        response.Tags.ShouldHaveSingleItem().Value.ShouldBe("platform");
    }

    [Fact]
    public async Task A_lifecycle_policy_is_kept_as_it_was_written()
    {
        using var client = Client();
        await Create(client);
        var asked = new GetLifecyclePolicyRequest { RepositoryName = Name };

        await Should.ThrowAsync<LifecyclePolicyNotFoundException>(() =>
            client.GetLifecyclePolicyAsync(asked, Cancellation)
        );
        await client.PutLifecyclePolicyAsync(
            new PutLifecyclePolicyRequest { RepositoryName = Name, LifecyclePolicyText = Lifecycle },
            Cancellation
        );
        var response = await client.GetLifecyclePolicyAsync(asked, Cancellation);

        response.LifecyclePolicyText.ShouldBe(Lifecycle);
    }

    [Fact]
    public async Task The_findings_of_a_scan_come_page_by_page_once_it_is_complete()
    {
        using var client = Client();
        await Create(client);
        var asked = new DescribeImageScanFindingsRequest
        {
            RepositoryName = Name,
            ImageId = new ImageIdentifier { ImageDigest = FakeRegistry.Digest },
        };

        var running = await client.DescribeImageScanFindingsAsync(asked, Cancellation);
        var first = await client.DescribeImageScanFindingsAsync(asked, Cancellation);
        asked.NextToken = first.NextToken;
        var second = await client.DescribeImageScanFindingsAsync(asked, Cancellation);

        running.ImageScanStatus.Status.ShouldBe(ScanStatus.IN_PROGRESS);
        first.ImageScanStatus.Status.ShouldBe(ScanStatus.COMPLETE);
        second.NextToken.ShouldBeNull();
        second
            .ImageScanFindings.Findings.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                finding => finding.Name.ShouldBe("CVE-2099-0002"),
                finding => finding.Severity.ShouldBe(FindingSeverity.CRITICAL),
                finding => finding.Attributes[0].Value.ShouldBe("openssl")
            );
    }

    [Fact]
    public async Task An_image_that_was_not_scanned_is_an_error_of_its_own()
    {
        using var client = Client();
        await client.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = Name }, Cancellation);

        await Should.ThrowAsync<ScanNotFoundException>(() =>
            client.DescribeImageScanFindingsAsync(
                new DescribeImageScanFindingsRequest
                {
                    RepositoryName = Name,
                    ImageId = new ImageIdentifier { ImageTag = FakeRegistry.ImageTag },
                },
                Cancellation
            )
        );
    }

    private static async Task<Repository> Create(IAmazonECR client) =>
        (
            await client.CreateRepositoryAsync(
                new CreateRepositoryRequest
                {
                    RepositoryName = Name,
                    ImageTagMutability = ImageTagMutability.IMMUTABLE_WITH_EXCLUSION,
                    ImageTagMutabilityExclusionFilters =
                    [
                        new ImageTagMutabilityExclusionFilter
                        {
                            Filter = "develop",
                            FilterType = ImageTagMutabilityExclusionFilterType.WILDCARD,
                        },
                    ],
                    ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
                    Tags = [new Tag { Key = "team", Value = "platform" }],
                },
                Cancellation
            )
        ).Repository;
}

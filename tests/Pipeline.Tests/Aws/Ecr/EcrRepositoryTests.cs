using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Pipeline.Aws.Ecr;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;
using Polyfills.Tests.Ecr;

namespace Pipeline.Tests.Aws.Ecr;

/// <summary>Each request is held against the service model and its signature computed again.</summary>
public sealed class EcrRepositoryTests : IAsyncDisposable
{
    private const string Account = "123456789012";
    private const string Repository = "togglemaster/auth-service";
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string Lifecycle = """
        {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":30},"action":{"type":"expire"}}]}
        """;

    private readonly FakeEcr service = new();
    private readonly AmazonECRClient client;
    private readonly List<string> told = [];

    public EcrRepositoryTests() => client = Client(service);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static EcrSettings Everything =>
        new()
        {
            MovingTags = ["develop", "staging"],
            Lifecycle = Lifecycle,
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("team", "platform"),
            Encryption = EcrEncryption.Kms,
            KmsKey = "0f0e0d0c-made-up",
        };

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task A_repository_is_made_as_the_catalog_asks()
    {
        await Ensure(Everything);

        var made = await Described();
        made.ImageTagMutability.ShouldBe(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
        made.ImageTagMutabilityExclusionFilters.Select(filter => filter.Filter).ShouldBe(["develop", "staging"]);
        made.ImageScanningConfiguration.ScanOnPush.ShouldBe(true);
        made.EncryptionConfiguration.EncryptionType.ShouldBe(EncryptionType.KMS);
        made.EncryptionConfiguration.KmsKey.ShouldBe("0f0e0d0c-made-up");
        service.Requests.Take(3).ShouldBe(["DescribeRepositories", "CreateRepository", "PutLifecyclePolicy"]);
    }

    [Fact]
    public async Task What_was_made_here_has_no_drift()
    {
        await Ensure(Everything);
        told.Clear();

        await Ensure(Everything with { Lifecycle = Lifecycle.Replace(",", ", ", StringComparison.Ordinal) });

        told.ShouldBeEmpty();
        service.Requests.ShouldContain("ListTagsForResource");
        service.Requests.ShouldContain("GetLifecyclePolicy");
    }

    [Fact]
    public async Task Without_moving_tags_none_moves()
    {
        await Ensure(new());

        (await Described()).ImageTagMutability.ShouldBe(ImageTagMutability.IMMUTABLE);
    }

    [Fact]
    public async Task Everything_that_differs_is_told_and_nothing_is_changed()
    {
        await client.CreateRepositoryAsync(
            new()
            {
                RepositoryName = Repository,
                ImageTagMutability = ImageTagMutability.MUTABLE,
                Tags = [new() { Key = "team", Value = "payments" }],
            },
            Cancellation
        );

        await Ensure(Everything);

        told.ShouldBe([
            $"the repository {Repository} has tags MUTABLE; the catalog asks for IMMUTABLE_WITH_EXCLUSION, but for develop, staging",
            $"the repository {Repository} does not scan images on push; the catalog asks for the opposite",
            $"the repository {Repository} is encrypted by nothing it tells of; the catalog asks for KMS, which only a new repository can get",
            $"the repository {Repository} has no lifecycle policy; the catalog asks for one",
            $"the repository {Repository} has the AWS tag team=payments; the catalog asks for team=platform",
        ]);
        (await Described()).ImageTagMutability.ShouldBe(ImageTagMutability.MUTABLE);
    }

    [Fact]
    public async Task Another_moving_tag_lifecycle_and_key_are_drift_too()
    {
        await Ensure(Everything);
        told.Clear();

        await Ensure(
            Everything with
            {
                MovingTags = ["develop"],
                Lifecycle = Lifecycle.Replace("30", "10", StringComparison.Ordinal),
                KmsKey = "another-made-up",
            }
        );

        told.Count.ShouldBe(3);
        told[0]
            .ShouldContain("but for develop, staging; the catalog asks for IMMUTABLE_WITH_EXCLUSION, but for develop");
        told[1].ShouldContain("is encrypted with the key 0f0e0d0c-made-up; the catalog asks for another-made-up");
        told[2].ShouldContain("has another lifecycle policy");
    }

    [Fact]
    public async Task Where_nothing_may_be_created_a_missing_repository_fails()
    {
        var failure = await Should.ThrowAsync<StepFailedException>(() => Ensure(new() { Create = false }));

        failure.Message.ShouldStartWith(
            $"Amazon ECR ({Account}) did not let us make sure of the repository {Repository}"
        );
        service.Requests.ShouldBe(["DescribeRepositories"]);
    }

    [Fact]
    public async Task The_findings_of_a_scan_are_read_to_the_last_page_once_it_has_ended()
    {
        await Ensure(new());

        var report = await Scan().Read(Repository, Digest, Cancellation);

        report
            .Findings.Select(finding => (finding.RuleId, finding.Severity))
            .ShouldBe([("CVE-2099-0001", Severity.Low), ("CVE-2099-0002", Severity.Critical)]);
        report.Findings[1].Message.ShouldBe("openssl 3.0.1: made up");
        service.Requests.Count(operation => operation == "DescribeImageScanFindings").ShouldBe(3);
    }

    [Fact]
    public async Task An_image_that_ECR_never_scans_is_no_pass()
    {
        await Ensure(new() { ScanOnPush = false });

        await Should.ThrowAsync<TransientException>(() => Scan().Read(Repository, Digest, Cancellation));
    }

    private async Task Ensure(EcrSettings policy)
    {
        await using var login = new EcrSession(Account, Client(service), TimeProvider.System);
        var environment = new DeploymentEnvironment
        {
            Name = "develop",
            Registry = $"{Account}.dkr.ecr.{FakeEcr.Region}.amazonaws.com",
            GitOps = new("nowhere", "main", ""),
            Gates = [],
            Ecr = policy,
        };
        await login.Prepare(Repository, environment, told.Add, Cancellation);
    }

    private static AmazonECRClient Client(FakeEcr service) =>
        new(
            new BasicAWSCredentials(FakeEcr.AccessKey, FakeEcr.SecretKey),
            new AmazonECRConfig
            {
                ServiceURL = service.Url,
                AuthenticationRegion = FakeEcr.Region,
                MaxErrorRetry = 0,
            }
        );

    private EcrScan Scan() => new(Account, client, TimeSpan.Zero);

    private async Task<Amazon.ECR.Model.Repository> Described() =>
        (
            await client.DescribeRepositoriesAsync(new() { RepositoryNames = [Repository] }, Cancellation)
        ).Repositories.ShouldHaveSingleItem();
}

using Amazon.ECR;
using Amazon.Runtime;
using Pipeline.Aws.Ecr;
using Pipeline.Aws.Iam;
using Pipeline.Catalog;
using Polyfills.Tests.Ecr;

namespace Pipeline.Tests.Aws.Iam;

/// <summary>What is granted is what is asked for: each operation that the strict service has seen.</summary>
public sealed class EcrActionTests : IAsyncDisposable
{
    private const string Account = "123456789012";
    private const string Repository = "shop/auth-service";

    private const string Lifecycle = """
        {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":30},"action":{"type":"expire"}}]}
        """;

    private readonly FakeEcr service = new();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, false, false, false)]
    [InlineData(true, true, false, false)]
    [InlineData(true, false, true, false)]
    [InlineData(true, false, false, true)]
    [InlineData(false, true, true, true)]
    [InlineData(false, false, false, false)]
    public async Task A_policy_has_the_operations_that_a_delivery_calls_and_no_other(
        bool create,
        bool lifecycle,
        bool tags,
        bool findings
    )
    {
        var settings = new EcrSettings
        {
            Create = create,
            Lifecycle = lifecycle ? Lifecycle : null,
            Tags = ImmutableSortedDictionary<string, string>.Empty.AddRange(tags ? [new("team", "platform")] : []),
            Findings = findings,
        };
        await using var session = Open();
        if (!create)
        {
            await Prepare(session, new());
            service.Requests.Clear();
        }

        await session.Login(TestContext.Current.CancellationToken);
        await Prepare(session, settings);
        await Prepare(session, settings);
        if (findings)
            await Should.ThrowAsync<Exception>(() => Scanned(session, settings));

        string[] granted = [EcrActions.Login, .. EcrActions.Keep(settings)];
        granted
            // With tags, CreateRepository asks for this one by itself.
            .Where(action => action != "ecr:TagResource")
            .ShouldBe(service.Requests.Distinct().Select(operation => $"ecr:{operation}"), ignoreOrder: true);
        granted.Contains("ecr:TagResource").ShouldBe(create && tags);
    }

    private EcrSession Open() =>
        new(
            Account,
            new AmazonECRClient(
                new BasicAWSCredentials(FakeEcr.AccessKey, FakeEcr.SecretKey),
                new AmazonECRConfig
                {
                    ServiceURL = service.Url,
                    AuthenticationRegion = FakeEcr.Region,
                    MaxErrorRetry = 0,
                }
            ),
            TimeProvider.System
        );

    private static Task Prepare(EcrSession session, EcrSettings settings) =>
        session.Prepare(Repository, Environment(settings), _ => { }, TestContext.Current.CancellationToken);

    private static Task Scanned(EcrSession session, EcrSettings settings) =>
        session.Findings(Repository, "no digest", Environment(settings), TestContext.Current.CancellationToken);

    private static DeploymentEnvironment Environment(EcrSettings settings) =>
        new()
        {
            Name = "develop",
            Registry = $"{Account}.dkr.ecr.{FakeEcr.Region}.amazonaws.com",
            GitOps = new("nowhere", "main", ""),
            Gates = [],
            Ecr = settings,
        };
}

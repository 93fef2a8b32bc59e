using Amazon.ECR;
using Amazon.Runtime;

namespace Polyfills.Tests.Ecr;

/// <summary>A service of its own for each test, and a client of it.</summary>
public abstract class EcrFixture : IAsyncDisposable
{
    protected FakeEcr Service { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        Restore();
        await Service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts back what the test changed outside of itself.</summary>
    protected virtual void Restore() { }

    protected IAmazonECR Client(string secretKey = FakeEcr.SecretKey, int retries = 1) =>
        Client(new BasicAWSCredentials(FakeEcr.AccessKey, secretKey), retries);

    protected IAmazonECR Client(AWSCredentials credentials, int retries = 1) =>
        new AmazonECRClient(
            credentials,
            new AmazonECRConfig
            {
                ServiceURL = Service.Url,
                AuthenticationRegion = FakeEcr.Region,
                MaxErrorRetry = retries,
            }
        );
}

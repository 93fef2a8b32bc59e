using System.Text;
using Amazon;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Images.Registries;

/// <summary>Opens a registry of Amazon ECR with a token of the AWS identity at hand, and creates repositories on demand.</summary>
/// <param name="account">The account that owns the registry.</param>
/// <param name="client">Speaks with the registry's region; disposed of with this.</param>
/// <param name="clock">Tells when a token has to be renewed.</param>
/// <param name="prepare">Sees to it that AWS's client finds its identity.</param>
internal sealed class EcrLogin(
    string account,
    IAmazonECR client,
    TimeProvider clock,
    Func<CancellationToken, Task>? prepare = null
) : IRegistryCredentials, IDisposable
{
    // A push that begins now has to end before the token does.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ScanPause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1);
    private (RegistryCredential Login, DateTimeOffset Expires)? token;

    /// <summary>The login for a registry whose host is one of ECR's; null for any other.</summary>
    public static EcrLogin? TryFor(string registry) =>
        EcrAddress.TryParse(registry) is { } address
            ? new(
                address.Account,
                new AmazonECRClient(Settings(address.Region)),
                TimeProvider.System,
                cancellation => GitHubIdentity.Current.Refresh(address.Region, cancellation)
            )
            : null;

    /// <inheritdoc />
    public async Task<RegistryCredential?> Login(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (prepare is not null)
                await prepare(cancellation);
            if (token is not { } known || known.Expires - Margin <= clock.GetUtcNow())
                token = known = await NewToken(cancellation);
            return known.Login;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public void Forget(RegistryCredential refused)
    {
        if (token?.Login == refused)
            token = null;
    }

    /// <inheritdoc />
    public string Remedy(string host) =>
        $"use an AWS identity that may open the registry of account {account} (\"aws sts get-caller-identity\" tells which one it is)";

    /// <inheritdoc />
    public async Task Prepare(
        string repository,
        EcrSettings policy,
        Action<string> tell,
        CancellationToken cancellation
    )
    {
        if (prepare is not null)
            await prepare(cancellation);
        await Ask(
            $"make sure of the repository {repository}",
            async () =>
            {
                await new EcrRepository(account, repository, client).Ensure(policy, tell, cancellation);
                return true;
            }
        );
    }

    /// <summary>What ECR's own scan of an image found.</summary>
    /// <exception cref="TransientException">The scan has not ended in time.</exception>
    /// <exception cref="StepFailedException">It failed, or cannot be had.</exception>
    public Task<ScanReport> Findings(string repository, string digest, CancellationToken cancellation) =>
        Ask(
            $"see what its scan of {repository} found",
            () => new EcrScan(account, client, ScanPause).Read(repository, digest, cancellation)
        );

    /// <inheritdoc />
    public void Dispose()
    {
        client.Dispose();
        gate.Dispose();
    }

    private Task<(RegistryCredential, DateTimeOffset)> NewToken(CancellationToken cancellation) =>
        Ask(
            "get a token",
            async () =>
            {
                var answer = await client.GetAuthorizationTokenAsync(new(), cancellation);
                var data = answer.AuthorizationData[0];
                var parts = Encoding.UTF8.GetString(Convert.FromBase64String(data.AuthorizationToken)).Split(':', 2);
                return (
                    new RegistryCredential(parts[0], parts[1]),
                    data.ExpiresAt is { } expires
                        ? new DateTimeOffset(expires.ToUniversalTime())
                        : clock.GetUtcNow() + Margin
                );
            }
        );

    // Where AWS_ENDPOINT_URL leads elsewhere, the region to sign for cannot be told from the address.
    private static AmazonECRConfig Settings(string region) =>
        new() { RegionEndpoint = RegionEndpoint.GetBySystemName(region), AuthenticationRegion = region };

    // AmazonClientException is what the SDK throws where it finds no identity.
    private async Task<T> Ask<T>(string intent, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
            when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            var message = $"Amazon ECR ({account}) did not let us {intent}: {failure.Message}";
            throw IsPassing(failure) ? new TransientException(message) : new StepFailedException(message);
        }
    }

    // Of throttling ECR tells with 400, once the SDK's own attempts have run out.
    private static bool IsPassing(Exception failure) =>
        failure switch
        {
            AmazonServiceException { ErrorCode: "ThrottlingException" } => true,
            AmazonServiceException refusal => FailureClassification.KindOf(refusal.StatusCode) == FailureKind.Transient,
            _ => FailureClassification.KindOf(failure) != FailureKind.Permanent,
        };
}

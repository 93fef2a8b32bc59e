using System.Text;
using Amazon.ECR;
using Amazon.ECR.Model;
using Pipeline.Aws.Identity;
using Pipeline.Catalog;
using Pipeline.Foundation.Secrets;
using Pipeline.Images.Registries;
using Pipeline.Quality.Findings;

namespace Pipeline.Aws.Ecr;

/// <summary>
/// An open registry of Amazon ECR: logs in with an authorization token, and creates repositories on demand.
/// </summary>
/// <param name="account">The account that owns the registry.</param>
/// <param name="client">A client for the registry's region; disposed with this.</param>
/// <param name="clock">Tells when a token has to be renewed.</param>
/// <param name="prepare">Refreshes the credentials that the AWS SDK reads; null where nothing has to be done.</param>
internal sealed class EcrSession(
    string account,
    IAmazonECR client,
    TimeProvider clock,
    Func<CancellationToken, Task>? prepare = null
) : IRegistrySession
{
    // A push that starts now has to end before the token expires.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ScanPause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1);
    private (RegistryCredential Login, DateTimeOffset Expires)? token;

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
        DeploymentEnvironment environment,
        Action<string> tell,
        CancellationToken cancellation
    )
    {
        if (prepare is not null)
            await prepare(cancellation);
        await Ask(
            $"create or describe the repository {repository}",
            async () =>
            {
                await new EcrRepository(account, repository, client).Ensure(environment.Ecr, tell, cancellation);
                return true;
            }
        );
    }

    /// <inheritdoc />
    public async Task<ScanReport?> Findings(
        string repository,
        string digest,
        DeploymentEnvironment environment,
        CancellationToken cancellation
    ) =>
        environment.Ecr.Findings
            ? await Ask(
                $"read the scan findings of {repository}",
                () => new EcrScan(account, client, ScanPause).Read(repository, digest, cancellation)
            )
            : null;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<(RegistryCredential, DateTimeOffset)> NewToken(CancellationToken cancellation) =>
        Ask(
            "issue a token",
            async () =>
            {
                UsedRights.Tell(Right.EcrToken, account);
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

    private async Task<T> Ask<T>(string intent, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (AwsRefusal.Is(failure))
        {
            throw AwsRefusal.Of(failure, $"Amazon ECR ({account}) failed to {intent}: {failure.Message}");
        }
    }
}

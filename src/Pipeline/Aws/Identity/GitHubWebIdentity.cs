using System.Net.Http.Headers;
using System.Net.Http.Json;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Aws.Identity;

/// <summary>
/// Authenticates a job of GitHub Actions to AWS by OpenID Connect. Where the workflow names a role
/// (<c>AWS_ROLE_ARN</c>) and the job may request GitHub's token, the token is written to the file that AWS's clients
/// read (<c>AWS_WEB_IDENTITY_TOKEN_FILE</c>), in this process and in the programs that steps run.
/// </summary>
/// <param name="read">Reads an environment variable.</param>
/// <param name="write">Sets an environment variable of this process and of those that it starts.</param>
/// <param name="clock">Tells when a token has to be renewed.</param>
internal sealed class GitHubWebIdentity(Func<string, string?> read, Action<string, string> write, TimeProvider clock)
    : IDisposable
{
    private const string Role = "AWS_ROLE_ARN";
    private const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string Region = "AWS_REGION";
    private const string Address = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private const string Request = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    // The token's audience: https://docs.github.com/actions/reference/security/oidc
    private const string Audience = "sts.amazonaws.com";

    // GitHub's tokens expire after five minutes; AWS's clients read the file again whenever they assume the role again.
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim gate = new(1);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private string? file;
    private DateTimeOffset renewed;

    /// <summary>The identity of this process.</summary>
    public static GitHubWebIdentity Current { get; } =
        new(Environment.GetEnvironmentVariable, Environment.SetEnvironmentVariable, TimeProvider.System);

    /// <summary>
    /// Writes a fresh token where the last one is too old; does nothing where the workflow names no role.
    /// </summary>
    /// <param name="region">The region to assume the role in, where none is set.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StepFailedException">GitHub issued no token.</exception>
    public async Task Refresh(string region, CancellationToken cancellation)
    {
        // Another tool has configured the file: it is left alone.
        if (read(Role) is not { Length: > 0 } || (file is null && read(TokenFile) is { Length: > 0 }))
            return;

        await gate.WaitAsync(cancellation);
        try
        {
            if (file is not null && clock.GetUtcNow() - renewed < Age)
                return;
            UsedRights.Tell(Right.CloudRole, read(Role)!);
            Write(await Ask(cancellation));
            write(TokenFile, file!);
            if (read(Region) is not { Length: > 0 })
                write(Region, region);
            renewed = clock.GetUtcNow();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Deletes the token.</summary>
    public void Dispose()
    {
        if (file is not null)
            File.Delete(file);
        http.Dispose();
        gate.Dispose();
    }

    private async Task<string> Ask(CancellationToken cancellation)
    {
        if (
            !Uri.TryCreate(read(Address), UriKind.Absolute, out var address)
            || read(Request) is not { Length: > 0 } permission
        )
            throw new StepFailedException(
                $"{Role} names a role, and the job may not ask GitHub for an identity: give it the right \"id-token: write\""
            );
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
            throw new StepFailedException($"{Address} is \"{address}\": expected https, as a token goes there");

        var separator = address.Query.Length == 0 ? "?" : "&";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}{separator}audience={Audience}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", permission);
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
                throw Refused(
                    $"it answered {(int)response.StatusCode}",
                    FailureClassification.KindOf(response.StatusCode),
                    FailureClassification.RetryAfter(response, clock)
                );
            var answer = await response.Content.ReadFromJsonAsync<Answer>(cancellation);
            return answer?.Value is { Length: > 0 } token
                ? token
                : throw Refused("the answer holds none", FailureKind.Permanent);
        }
        catch (System.Text.Json.JsonException)
        {
            throw Refused("the answer is no JSON", FailureKind.Permanent);
        }
        catch (Exception failure)
            when (failure is HttpRequestException || FailureClassification.KindOf(failure) != FailureKind.Permanent)
        {
            throw Refused(failure.Message, FailureClassification.KindOf(failure));
        }
    }

    private void Write(string token)
    {
        file ??= Path.Combine(read("RUNNER_TEMP") ?? Path.GetTempPath(), $"identity-{Guid.NewGuid():N}");
        AtomicFile.Write(file, token, FileModes.OwnersAlone);
    }

    private static StepFailedException Refused(string why, FailureKind kind, TimeSpan? retryAfter = null)
    {
        var message = $"GitHub gave no identity for {Audience}: {why}";
        return kind == FailureKind.Permanent
            ? new StepFailedException(message)
            : new TransientException(message, retryAfter);
    }

    private sealed record Answer(string? Value);
}

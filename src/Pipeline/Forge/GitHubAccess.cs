using Octokit;
using Octokit.Internal;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Forge;

/// <summary>Opens GitHub's API, with URL and token from environment variables.</summary>
internal static class GitHubAccess
{
    private const string Address = "GITHUB_API_URL";
    private const string Default = "https://api.github.com";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A client, with the token for a use.</summary>
    /// <param name="use">The use.</param>
    /// <param name="variable">Gives environment variables; null: those of the process.</param>
    /// <exception cref="StepFailedException">There is no token, or it would be sent in the clear.</exception>
    public static GitHubClient Open(GitHubUse use, Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        var token = variable(use.TokenVariable);
        if (string.IsNullOrWhiteSpace(token))
            throw new StepFailedException(use.Missing);

        var written = variable(Address) is { Length: > 0 } value ? value : Default;
        if (
            !Uri.TryCreate(written, UriKind.Absolute, out var api) || !(api.Scheme == Uri.UriSchemeHttps || IsHere(api))
        )
            throw new StepFailedException(
                $"{Address} is \"{written}\": expected a URL that begins with https://, because the token is sent there"
            );

        UsedRights.Tell(Right.GitHubToken, use.Repository);
        // GitHubClient's own constructors append /api/v3, which GITHUB_API_URL already has where it is needed.
        var connection = new Connection(
            new("Pipeline"),
            new Uri($"{api.AbsoluteUri.TrimEnd('/')}/"),
            new InMemoryCredentialStore(new(token.Trim())),
            new HttpClientAdapter(() => new GitHubAnswers()),
            new SimpleJsonSerializer()
        );
        connection.SetRequestTimeout(Patience);
        return new(connection);
    }

    private static bool IsHere(Uri api) => api.Scheme == Uri.UriSchemeHttp && api.IsLoopback;
}

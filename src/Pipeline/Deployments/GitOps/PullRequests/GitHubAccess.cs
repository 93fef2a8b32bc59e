using Octokit;
using Octokit.Internal;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>Opens GitHub's API, with URL and token from environment variables.</summary>
internal static class GitHubAccess
{
    private const string Address = "GITHUB_API_URL";
    private const string Default = "https://api.github.com";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A client for the repository of the pull requests.</summary>
    /// <exception cref="StepFailedException">There is no token, or it would be sent in the clear.</exception>
    public static GitHubClient Open(PullRequestSettings settings)
    {
        var token = Environment.GetEnvironmentVariable(settings.TokenVariable);
        if (string.IsNullOrWhiteSpace(token))
            throw new StepFailedException(
                $"there is no token to open a pull request with: set {settings.TokenVariable} to one that may read {settings.Repository} and write its pull requests, or name another variable in \"pullRequest.tokenVariable\""
            );

        var written = Environment.GetEnvironmentVariable(Address) is { Length: > 0 } value ? value : Default;
        if (
            !Uri.TryCreate(written, UriKind.Absolute, out var api) || !(api.Scheme == Uri.UriSchemeHttps || IsHere(api))
        )
            throw new StepFailedException(
                $"{Address} is \"{written}\": expected a URL that begins with https://, because the token is sent there"
            );

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

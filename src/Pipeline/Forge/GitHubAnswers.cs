using Octokit.Internal;
using Pipeline.Foundation.Failures;

namespace Pipeline.Forge;

/// <summary>
/// Passes on GitHub's answers, and not those of a proxy between, which come as a page with a status of success.
/// </summary>
internal sealed class GitHubAnswers() : DelegatingHandler(HttpMessageHandlerFactory.CreateDefault())
{
    /// <inheritdoc />
    /// <exception cref="TransientException">The answer is a page for people.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (
            !answer.IsSuccessStatusCode
            || answer.Content.Headers.ContentType?.MediaType is not { } type
            || IsJson(type)
        )
            return answer;

        using (answer)
            throw new TransientException(
                $"{request.RequestUri!.Host} answered {(int)answer.StatusCode} with {type} in place of JSON, as a proxy or a sign-in page does"
            );
    }

    private static bool IsJson(string type) => type.EndsWith("json", StringComparison.OrdinalIgnoreCase);
}

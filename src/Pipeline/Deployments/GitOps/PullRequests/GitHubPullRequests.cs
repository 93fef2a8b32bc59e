using Octokit;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Forge;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>Opens pull requests on GitHub, and keeps the one of each branch up to date.</summary>
/// <remarks>https://docs.github.com/en/rest/pulls/pulls</remarks>
internal sealed class GitHubPullRequests
{
    private readonly PullRequestSettings settings;
    private readonly GitHubCalls calls;
    private readonly GitHubClient client;
    private readonly string owner;
    private readonly string name;

    private GitHubPullRequests(PullRequestSettings settings, GitHubCalls calls, GitHubClient client)
    {
        this.settings = settings;
        this.calls = calls;
        this.client = client;
        (owner, name) = settings.Repository!.Split('/') is [var first, var second] ? (first, second) : ("", "");
    }

    /// <summary>The pull requests of a step's environment.</summary>
    /// <exception cref="StepFailedException">There is no token, or it would be sent in the clear.</exception>
    public static GitHubPullRequests For(StepContext step)
    {
        var wanted = step.Environment.PullRequests;
        var use = Use(wanted.TokenVariable, wanted.Repository!);
        return new(wanted, new GitHubCalls(use, step.Log), GitHubAccess.Open(use));
    }

    private static GitHubUse Use(string token, string repository) =>
        new(token, repository)
        {
            Missing =
                $"there is no token to open a pull request with: set {token} to one that may read {repository} and write its pull requests, or name another variable in \"pullRequest.tokenVariable\"",
            Forbidden =
                $"the token in {token} may not do this in {repository}: it needs to read contents, and to write pull requests and issues",
            NotFound =
                $"GitHub shows no {repository} to the token in {token}: correct \"pullRequest.repository\", or let the token read it",
            Refused = $"GitHub refused the pull request in {repository}",
        };

    /// <summary>Opens a pull request, or brings the branch's open one up to date.</summary>
    /// <exception cref="StepFailedException">GitHub refused, or did not answer.</exception>
    public Task<OpenedPullRequest> Open(PullRequestDraft draft, CancellationToken cancellation) =>
        // All calls are repeated after a broken response: each finds what was done before.
        calls.Run(async () => await Once(draft), cancellation);

    private async Task<OpenedPullRequest> Once(PullRequestDraft draft)
    {
        var existing = await Find(draft);
        var request = existing is null ? await Create(draft) : await Update(existing, draft);
        var remarks = ImmutableArray.CreateBuilder<string>();
        if (existing is null || draft.IsNews)
            await AskReviewers(request, remarks);
        await Label(request);
        return new(request.HtmlUrl, existing is null, remarks.ToImmutable());
    }

    private async Task<PullRequest?> Find(PullRequestDraft draft)
    {
        var filter = new PullRequestRequest { Head = $"{owner}:{draft.Branch}", State = ItemStateFilter.Open };
        var open = await client.PullRequest.GetAllForRepository(owner, name, filter);
        // A server may ignore a filter it does not understand.
        return open.FirstOrDefault(request => request.Head.Ref == draft.Branch);
    }

    private async Task<PullRequest> Create(PullRequestDraft draft)
    {
        try
        {
            return await client.PullRequest.Create(
                owner,
                name,
                new(draft.Title, draft.Branch, draft.Base) { Body = draft.Body }
            );
        }
        catch (ApiValidationException refusal) when (GitHubCalls.Explain(refusal).Contains("already exists"))
        {
            // Another run created it first.
            if (await Find(draft) is not { } theirs)
                throw;
            return await Update(theirs, draft);
        }
    }

    private async Task<PullRequest> Update(PullRequest request, PullRequestDraft draft)
    {
        var isSame =
            request.Title == draft.Title
            && request.Base.Ref == draft.Base
            && (request.Body ?? "").ReplaceLineEndings("\n") == draft.Body;
        return isSame
            ? request
            : await client.PullRequest.Update(
                owner,
                name,
                request.Number,
                new()
                {
                    Title = draft.Title,
                    Body = draft.Body,
                    Base = draft.Base,
                }
            );
    }

    private async Task AskReviewers(PullRequest request, ImmutableArray<string>.Builder remarks)
    {
        if (settings.Reviewers.IsEmpty && settings.TeamReviewers.IsEmpty)
            return;

        try
        {
            await client.PullRequest.ReviewRequest.Create(
                owner,
                name,
                request.Number,
                new(settings.Reviewers, settings.TeamReviewers)
            );
        }
        // The pull request is open; the catalog names someone who cannot review it.
        catch (ApiValidationException refusal)
        {
            remarks.Add($"no review could be requested: {GitHubCalls.Explain(refusal)}");
        }
    }

    private async Task Label(PullRequest request)
    {
        var missing = settings.Labels.Except(request.Labels.Select(label => label.Name)).ToArray();
        if (missing.Length > 0)
            // Octokit sends a bare list, which GitHub's API description no longer allows.
            await client.Connection.Post<IReadOnlyList<Label>>(
                new($"repos/{owner}/{name}/issues/{request.Number}/labels", UriKind.Relative),
                new { labels = missing },
                "application/vnd.github+json",
                "application/json"
            );
    }
}

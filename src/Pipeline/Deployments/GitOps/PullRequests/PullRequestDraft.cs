namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>The content of a pull request.</summary>
/// <param name="Branch">The head branch.</param>
/// <param name="Base">The base branch.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text, in Markdown.</param>
internal sealed record PullRequestDraft(string Branch, string Base, string Title, string Body)
{
    /// <summary>True where the branch has changed, so that a new review is needed.</summary>
    public required bool IsNews { get; init; }
}

/// <summary>A pull request on the forge.</summary>
/// <param name="Url">Its page.</param>
/// <param name="IsNew">True where this run opened it.</param>
/// <param name="Remarks">Problems with it, as sentences.</param>
internal sealed record OpenedPullRequest(string Url, bool IsNew, ImmutableArray<string> Remarks)
{
    /// <summary>The part of a sentence that says so.</summary>
    public override string ToString() =>
        $"{(IsNew ? "opened" : "updated")} {Url}{string.Concat(Remarks.Select(remark => $" ({remark})"))}";
}

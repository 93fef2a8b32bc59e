namespace Pipeline.GitOps.PullRequests;

/// <summary>What a pull request is to say.</summary>
/// <param name="Branch">The branch that it brings.</param>
/// <param name="Base">The branch that it goes to.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text, in Markdown.</param>
internal sealed record PullRequestDraft(string Branch, string Base, string Title, string Body)
{
    /// <summary>True where the branch has changed, so that it has to be looked at anew.</summary>
    public required bool IsNews { get; init; }
}

/// <summary>A pull request as it is at the forge.</summary>
/// <param name="Url">Its page.</param>
/// <param name="IsNew">True where this run has opened it.</param>
/// <param name="Remarks">What was wished for it and did not come true, as sentences.</param>
internal sealed record OpenedPullRequest(string Url, bool IsNew, ImmutableArray<string> Remarks)
{
    /// <summary>The sentence part that says so.</summary>
    public override string ToString() =>
        $"{(IsNew ? "opened" : "updated")} {Url}{string.Concat(Remarks.Select(remark => $" ({remark})"))}";
}

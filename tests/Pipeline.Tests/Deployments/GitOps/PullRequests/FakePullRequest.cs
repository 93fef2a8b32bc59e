namespace Pipeline.Tests.Deployments.GitOps.PullRequests;

/// <summary>A pull request of <see cref="FakeGitHub"/>.</summary>
public sealed class FakePullRequest
{
    public required int Number { get; init; }

    public required string Head { get; init; }

    public required string Base { get; set; }

    public required string Title { get; set; }

    public string Body { get; set; } = "";

    public bool IsOpen { get; set; } = true;

    public List<string> Labels { get; } = [];

    public List<string> Reviewers { get; } = [];

    public List<string> Teams { get; } = [];

    /// <summary>How often reviewers were asked.</summary>
    public int Asked { get; set; }
}

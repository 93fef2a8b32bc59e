namespace Pipeline.Catalog;

/// <summary>Where an environment's pull requests are opened, with which reviewers and labels.</summary>
public sealed record PullRequestSettings
{
    /// <summary>The default environment variable for the token.</summary>
    public const string DefaultTokenVariable = "GITHUB_TOKEN";

    /// <summary>The repository at the forge, <c>OWNER/NAME</c>; null where none is known.</summary>
    public string? Repository { get; init; }

    /// <summary>The environment variable that holds the forge's token.</summary>
    public string TokenVariable { get; init; } = DefaultTokenVariable;

    /// <summary>The accounts asked for a review.</summary>
    public ImmutableArray<string> Reviewers { get; init; } = [];

    /// <summary>The teams asked for a review, by their short names.</summary>
    public ImmutableArray<string> TeamReviewers { get; init; } = [];

    /// <summary>The labels of a pull request.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];
}

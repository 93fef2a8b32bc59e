namespace Pipeline.Forge;

/// <summary>What GitHub's API is used for, in the words of its refusals.</summary>
/// <param name="TokenVariable">The environment variable that holds the token.</param>
/// <param name="Repository">The repository, <c>OWNER/NAME</c>.</param>
internal sealed record GitHubUse(string TokenVariable, string Repository)
{
    /// <summary>What is wrong where there is no token, and what to do.</summary>
    public required string Missing { get; init; }

    /// <summary>What the token may not do, and what it needs.</summary>
    public required string Forbidden { get; init; }

    /// <summary>What there is not, and what to do.</summary>
    public required string NotFound { get; init; }

    /// <summary>What GitHub did not take.</summary>
    public required string Refused { get; init; }
}

namespace Pipeline.Images.Signing;

/// <summary>Where a build runs, by the variables of GitHub Actions; nothing is known of other machines.</summary>
/// <remarks>https://docs.github.com/actions/reference/workflows-and-actions/variables</remarks>
internal sealed record BuildOrigin
{
    /// <summary>A machine of unknown origin.</summary>
    public static readonly BuildOrigin Workstation = new();

    /// <summary>
    /// The server, <c>https://github.com</c>; null outside of GitHub Actions, as are all other properties.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>The repository, <c>OWNER/NAME</c>.</summary>
    public string? Repository { get; init; }

    /// <summary>The workflow's file, as a path in the repository.</summary>
    public string? Workflow { get; init; }

    /// <summary>The ref that the run is for, <c>refs/heads/main</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>The event that triggered the run.</summary>
    public string? Event { get; init; }

    /// <summary>The run's address, with its attempt.</summary>
    public string? Run { get; init; }

    /// <summary><c>github-hosted</c> or <c>self-hosted</c>.</summary>
    public string? Runner { get; init; }

    /// <summary>The repository's id, which outlives its name.</summary>
    public string? RepositoryId { get; init; }

    /// <summary>The owner's id.</summary>
    public string? OwnerId { get; init; }

    /// <summary>True where the code comes from a pull request, so that nothing is signed.</summary>
    public bool IsPullRequest => Event?.StartsWith("pull_request", StringComparison.Ordinal) == true;

    /// <summary>True where the job may authenticate by OpenID Connect.</summary>
    public bool HasIdentity { get; init; }

    /// <summary>Reads the environment variables of GitHub Actions.</summary>
    public static BuildOrigin Read(Func<string, string?> variable)
    {
        if (variable("GITHUB_ACTIONS") != "true" || variable("GITHUB_REPOSITORY") is not { Length: > 0 } repository)
            return Workstation;

        var server = variable("GITHUB_SERVER_URL") ?? "https://github.com";
        return new()
        {
            Server = server,
            Repository = repository,
            Workflow = PathOf(variable("GITHUB_WORKFLOW_REF"), repository),
            Ref = variable("GITHUB_REF"),
            Event = variable("GITHUB_EVENT_NAME"),
            Run =
                $"{server}/{repository}/actions/runs/{variable("GITHUB_RUN_ID")}/attempts/{variable("GITHUB_RUN_ATTEMPT")}",
            Runner = variable("RUNNER_ENVIRONMENT"),
            RepositoryId = variable("GITHUB_REPOSITORY_ID"),
            OwnerId = variable("GITHUB_REPOSITORY_OWNER_ID"),
            HasIdentity = variable("ACTIONS_ID_TOKEN_REQUEST_URL") is { Length: > 0 },
        };
    }

    // OWNER/NAME/.github/workflows/FILE@REF
    private static string? PathOf(string? workflow, string repository) =>
        workflow?.StartsWith(repository + "/", StringComparison.Ordinal) == true
            ? workflow[(repository.Length + 1)..].Split('@')[0]
            : null;
}

namespace Pipeline.Quality.CodeScanning;

/// <summary>The commit that findings are of, by the variables of GitHub Actions.</summary>
/// <param name="Repository">The repository, <c>OWNER/NAME</c>.</param>
/// <param name="Ref">The ref that the run is for, <c>refs/heads/main</c>.</param>
internal sealed record ScannedCommit(string Repository, string Ref)
{
    /// <summary>Reads the variables; null where no workflow runs here.</summary>
    public static ScannedCommit? Read(Func<string, string?> variable) =>
        variable("GITHUB_REPOSITORY") is { Length: > 0 } repository && variable("GITHUB_REF") is { Length: > 0 } name
            ? new(repository, name)
            : null;
}

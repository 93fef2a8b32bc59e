using Pipeline.Catalog;

namespace Pipeline.Aws.Identity;

/// <summary>
/// Two AWS identities in one job: static keys beside the role that the job may assume. AWS's clients take the keys
/// without a word, so that another identity would push than the one that was meant.
/// </summary>
/// <param name="Message">What is wrong, and what to do.</param>
/// <param name="IsRefused">True where the catalog names the role, so that the keys are certainly a mistake.</param>
internal sealed record IdentityConflict(string Message, bool IsRefused)
{
    private const string Key = "AWS_ACCESS_KEY_ID";
    private const string Role = "AWS_ROLE_ARN";

    /// <summary>Finds it; null where there is at most one identity, or the environment needs none.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="read">Reads an environment variable.</param>
    public static IdentityConflict? Find(DeploymentEnvironment environment, Func<string, string?> read)
    {
        if (read(Key) is not { Length: > 0 } || read(Role) is not { Length: > 0 } role || !environment.IsOnAws)
            return null;

        var (stated, isRefused) = environment.GitHub.Role is { } named
            ? ($"the catalog names the role {named} for {environment.Name}", true)
            : ($"{Role} names the role {role}", false);
        return new($"{Key} is set and {stated}: AWS's clients take the key, so unset it, or the role", isRefused);
    }
}

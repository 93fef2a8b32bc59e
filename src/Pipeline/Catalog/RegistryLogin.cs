namespace Pipeline.Catalog;

/// <summary>The login of a registry that no cloud identity opens.</summary>
/// <param name="User">The user name, which is no secret.</param>
/// <param name="PasswordVariable">The environment variable that holds the password, or a token in its place.</param>
public sealed record RegistryLogin(string User, string PasswordVariable)
{
    /// <summary>The variable of the token that each job on GitHub has, which opens GitHub's own registry.</summary>
    public const string JobToken = "GITHUB_TOKEN";

    /// <summary>The password; null where it is not set. It must not be written anywhere.</summary>
    public string? ReadPassword() =>
        // What is kept in a file often comes with its line end.
        Environment.GetEnvironmentVariable(PasswordVariable)?.Trim()
            is { Length: > 0 } password
            ? password
            : null;
}

namespace Pipeline.Catalog;

/// <summary>The login of a registry that takes no cloud identity.</summary>
/// <param name="User">The user name, which is no secret.</param>
/// <param name="PasswordVariable">The environment variable that holds the password or token.</param>
public sealed record RegistryLogin(string User, string PasswordVariable)
{
    /// <summary>The variable of a GitHub job's token, which GitHub's own registry accepts.</summary>
    public const string JobToken = "GITHUB_TOKEN";

    /// <summary>The password, which must not be written anywhere; null where it is not set.</summary>
    public string? ReadPassword() =>
        // A value read from a file often ends with a newline.
        Environment.GetEnvironmentVariable(PasswordVariable)?.Trim()
            is { Length: > 0 } password
            ? password
            : null;
}

namespace Pipeline.GitOps.Remotes;

/// <summary>Where a GitOps repository is.</summary>
internal static class RemoteAddress
{
    /// <summary>True where a password or a token is written in the address. A user's name alone is none with SSH.</summary>
    public static bool HoldsCredentials(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length > 0
        && (
            uri.UserInfo.Contains(':', StringComparison.Ordinal)
            || uri.Scheme == Uri.UriSchemeHttps
            || uri.Scheme == Uri.UriSchemeHttp
        );

    /// <summary>The address; a path made absolute, for Git runs in another folder.</summary>
    public static string Resolve(string address, string root) =>
        Directory.Exists(Path.Combine(root, address)) ? Path.GetFullPath(address, root) : address;
}

using System.Text.RegularExpressions;

namespace Pipeline.Foundation.Git;

/// <summary>The page of a repository on its forge, by which addresses of it are told from those of others.</summary>
internal static partial class RepositoryPage
{
    /// <summary>The address for browsers; null where it has none.</summary>
    public static string? Of(string? address) =>
        address is not null && Forge().Match(address) is { Success: true } forge
            ? $"https://{forge.Groups["host"].Value}/{forge.Groups["path"].Value}"
            : null;

    /// <summary>True unless both addresses are known, and are of two repositories.</summary>
    public static bool MayBeOne(string? address, string? other) =>
        Of(address) is not { } page
        || Of(other) is not { } second
        || page.Equals(second, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"^(https?://|ssh://([^@/]+@)?|[^@/:]+@)(?<host>[\w.-]+\.[\w-]+)(:[0-9]+)?[:/](?<path>[\w./-]+?)(\.git)?/?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Forge();
}

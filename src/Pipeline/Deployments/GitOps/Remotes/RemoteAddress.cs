using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>The address of a GitOps repository.</summary>
internal static partial class RemoteAddress
{
    /// <summary>
    /// True where the address contains a password or token. A user name alone is not a credential with SSH.
    /// </summary>
    public static bool HoldsCredentials(string address) =>
        // Paths first: loading Uri takes a while.
        address.Contains('@', StringComparison.Ordinal)
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length > 0
        && (
            uri.UserInfo.Contains(':', StringComparison.Ordinal)
            || uri.Scheme == Uri.UriSchemeHttps
            || uri.Scheme == Uri.UriSchemeHttp
        );

    /// <summary>The address; a path becomes absolute, because Git runs in another folder.</summary>
    public static string Resolve(string address, string root) =>
        Directory.Exists(Path.Combine(root, address)) ? Path.GetFullPath(address, root) : address;

    /// <summary>
    /// True where the manifests are in the sources' own repository, whatever the protocol of either URL.
    /// </summary>
    /// <param name="repository">The repository with the manifests.</param>
    /// <param name="root">The root of the sources' work tree.</param>
    /// <param name="sources">The settings there.</param>
    public static bool IsSources(GitOpsRepository repository, string root, GitSettings sources) =>
        sources
            .Matching(OfRemote())
            .Select(remote => remote.Value)
            .Append(root)
            .Any(address => Place(Resolve(address, root)) == Place(repository.Repository));

    // Host and path alone, as https://host/path.git, ssh://git@host/path and git@host:path share them.
    private static string Place(string address)
    {
        var place = Protocol().Replace(address, "");
        if (place.Length == address.Length && !Path.IsPathRooted(address))
            place = ShortForm().Replace(place, "/");
        place = User().Replace(place, "").TrimEnd('/');
        place = place.EndsWith("/.git", StringComparison.Ordinal) ? place[..^5] : place;
        return place.EndsWith(".git", StringComparison.Ordinal) ? place[..^4] : place;
    }

    [GeneratedRegex(@"^remote\..*\.url$")]
    private static partial Regex OfRemote();

    [GeneratedRegex("^[a-z+]+://")]
    private static partial Regex Protocol();

    [GeneratedRegex("(?<=^[^/]+):")]
    private static partial Regex ShortForm();

    [GeneratedRegex("^[^/@]+@")]
    private static partial Regex User();
}

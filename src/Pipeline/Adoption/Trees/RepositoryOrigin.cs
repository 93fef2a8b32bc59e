using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Foundation.Git;

namespace Pipeline.Adoption.Trees;

/// <summary>What Git says of a repository itself.</summary>
/// <param name="Name">The last part of its address, or of its folder.</param>
/// <param name="Address">The address of its remote <c>origin</c>; null where there is none to write down.</param>
/// <param name="Branch">The branch that is checked out; null for none.</param>
internal sealed partial record RepositoryOrigin(string Name, string? Address, string? Branch)
{
    /// <summary>True where files that Git knows differ from the commit.</summary>
    public bool HasChanges { get; init; }

    /// <summary>The address for browsers; null where it has none.</summary>
    public string? Page => RepositoryPage.Of(Address);

    /// <summary>True unless both addresses are known, and are of two repositories.</summary>
    public bool MayBe(string? address) => RepositoryPage.MayBeOne(Address, address);

    /// <summary>Asks Git.</summary>
    public static async Task<RepositoryOrigin> Read(AbsolutePath root)
    {
        var remote = GitCommand.Try(root, ["config", "--get", "remote.origin.url"]);
        var status = GitCommand.Try(root, ["status", "--porcelain", "--untracked-files=no"]);
        var head = GitCommand.Try(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
        var address = (await remote).StandardOutput.Trim();
        var branch = (await head).StandardOutput.Trim();
        return new(
            address.Length > 0 ? LastPart().Match(address).Groups["name"].Value : root.Name,
            // What holds a password is nothing for a file in Git.
            address.Length == 0
            || RemoteAddress.HoldsCredentials(address)
                ? null
                : address,
            branch.Length > 0 ? branch : null
        )
        {
            HasChanges = (await status).StandardOutput.Length > 0,
        };
    }

    [GeneratedRegex(@"(?<name>[^/:\\]+?)(\.git)?/?$", RegexOptions.ExplicitCapture)]
    private static partial Regex LastPart();
}

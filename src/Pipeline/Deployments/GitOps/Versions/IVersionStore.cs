using Pipeline.Foundation.Git;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>Where versions are counted: a repository whose tags all runs see that count in it.</summary>
internal interface IVersionStore
{
    /// <summary>The tags as they are now.</summary>
    /// <exception cref="RemoteRejectedException">The repository does not tell.</exception>
    Task<VersionTags> Read(CancellationToken cancellation);

    /// <summary>Creates a tag unless it exists: of concurrent attempts exactly one succeeds.</summary>
    /// <returns>False where another run created it first, or may have.</returns>
    /// <exception cref="RemoteRejectedException">The repository takes no tag.</exception>
    Task<bool> Claim(string tag, string commit, CancellationToken cancellation);
}

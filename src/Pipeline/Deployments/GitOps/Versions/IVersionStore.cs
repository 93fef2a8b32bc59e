using Pipeline.Foundation.Git;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>The store of versions, which all runs share.</summary>
internal interface IVersionStore
{
    /// <summary>The current tags.</summary>
    /// <exception cref="RemoteRejectedException">The repository does not answer.</exception>
    Task<TakenVersions> Read(CancellationToken cancellation);

    /// <summary>Creates a tag unless it exists: of concurrent attempts exactly one succeeds.</summary>
    /// <returns>False where another run created it first, or may have.</returns>
    /// <exception cref="RemoteRejectedException">The repository refuses the tag.</exception>
    Task<bool> Claim(string tag, string commit, CancellationToken cancellation);
}

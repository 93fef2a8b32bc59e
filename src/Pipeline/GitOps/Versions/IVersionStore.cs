using Pipeline.GitOps.Remotes;
using Pipeline.Planning.Versions;

namespace Pipeline.GitOps.Versions;

/// <summary>Where versions are counted: a repository whose tags all runs see that count in it.</summary>
internal interface IVersionStore
{
    /// <summary>The tags as they are now.</summary>
    /// <exception cref="RemoteRejectedException">The repository does not tell.</exception>
    Task<VersionTags> Read(CancellationToken cancellation);

    /// <summary>Makes a tag, unless there is one of that name: whoever comes first has it, however many try at once.</summary>
    /// <returns>False where it was not made, because another run came first or may have.</returns>
    /// <exception cref="RemoteRejectedException">The repository takes no tag.</exception>
    Task<bool> Claim(string tag, string commit, CancellationToken cancellation);
}

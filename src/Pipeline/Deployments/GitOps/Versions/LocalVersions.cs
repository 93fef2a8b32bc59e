using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>
/// Versions of local environments, on this machine alone: each is a file that holds
/// its commit. They continue from the clone's tags. No repository has to keep their commits, which a
/// developer may amend or drop.
/// </summary>
/// <param name="sources">The clone.</param>
/// <param name="folder">The folder of versions.</param>
internal sealed class LocalVersions(AbsolutePath sources, AbsolutePath folder) : IVersionStore
{
    /// <summary>The folder of a workspace's versions.</summary>
    public static AbsolutePath In(AbsolutePath artifacts) => artifacts / "local" / "versions";

    /// <inheritdoc />
    public async Task<TakenVersions> Read(CancellationToken cancellation)
    {
        var tags = await TakenVersions.Read(sources, cancellation);
        return Directory.Exists(folder) ? tags.With(TakenVersions.Of(Taken())) : tags;
    }

    /// <inheritdoc />
    public Task<bool> Claim(string tag, string commit, CancellationToken cancellation) =>
        Task.FromResult(AtomicFile.TryWrite(folder / tag, commit));

    private IEnumerable<(string, string)> Taken() =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(AtomicFile.Unfinished, StringComparison.Ordinal))
            .Select(file => (SlashedPath.Between(folder, file), File.ReadAllText(file)));
}

using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>
/// Versions that are counted on this machine alone, for local environments: each is a file that holds
/// its commit. They go on from the tags that the clone has. No repository has to keep the commits for them, which on a machine of a
/// developer's are amended and forgotten.
/// </summary>
/// <param name="sources">The clone.</param>
/// <param name="folder">Where they are counted.</param>
internal sealed class LocalVersions(AbsolutePath sources, AbsolutePath folder) : IVersionStore
{
    /// <summary>Where those of a workspace are counted.</summary>
    public static AbsolutePath In(AbsolutePath artifacts) => artifacts / "local" / "versions";

    /// <inheritdoc />
    public async Task<VersionTags> Read(CancellationToken cancellation)
    {
        var tags = await VersionTags.Read(sources, cancellation);
        return Directory.Exists(folder) ? tags.With(VersionTags.Of(Taken())) : tags;
    }

    /// <inheritdoc />
    public Task<bool> Claim(string tag, string commit, CancellationToken cancellation) =>
        Task.FromResult(AtomicFile.TryWrite(folder / tag, commit));

    private IEnumerable<(string, string)> Taken() =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(AtomicFile.Unfinished, StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)));
}

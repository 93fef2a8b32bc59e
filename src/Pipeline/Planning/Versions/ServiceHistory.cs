using Pipeline.Catalog;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning.Versions;

/// <summary>The commits that a service was built from.</summary>
internal sealed class ServiceHistory(
    Platform platform,
    Service service,
    SourceRevision source,
    CancellationToken cancellation
)
{
    /// <summary>Makes sure that this clone has all commits.</summary>
    /// <exception cref="SourceException">It does not.</exception>
    public async Task RefuseShallow()
    {
        if (await GitCommand.Run(source.Root, ["rev-parse", "--is-shallow-repository"], cancellation) == "true")
            throw new SourceException(
                $"this clone is shallow, and the semantic version of {service.Name} follows from its commits: fetch the whole history (git fetch --unshallow; fetch-depth: 0 with actions/checkout)"
            );
    }

    /// <summary>
    /// True where a commit is the delivered one or one of its ancestors. A complete clone has all of these.
    /// </summary>
    public async Task<bool> Contains(string commit) =>
        (
            await GitCommand.Try(source.Root, ["merge-base", "--is-ancestor", commit, source.Commit], cancellation)
        ).ExitCode == 0;

    /// <summary>
    /// The greatest change among the commits since an earlier one that touch the service's sources, also where these
    /// lay in another folder then.
    /// </summary>
    public async Task<ChangeKind> ChangeSince(string commit)
    {
        var submodules = new SubmoduleTree(source.Root);
        var sources = SourceRevision
            .SourcesOf(platform, service)
            .Select(path => Path.GetFullPath(path, platform.Root))
            // Commits tell a submodule's commit, not its files.
            .Select(path =>
                submodules.Around(SlashedPath.Between(source.Root, path)) is { } module
                    ? Path.Combine(source.Root, module.Path)
                    : path
            )
            .Distinct()
            .ToArray();
        var earlier = await MovedFolders.Of(
            source.Root,
            source.Commit,
            commit,
            sources.Select(path => SlashedPath.Between(source.Root, path)),
            cancellation
        );
        var messages = await GitCommand.Run(
            source.Root,
            [
                "--literal-pathspecs",
                "-c",
                "i18n.logOutputEncoding=UTF-8",
                "log",
                "-z",
                "--no-show-signature",
                platform.CommitBodies ? "--format=%B" : "--format=%s",
                source.Commit,
                $"^{commit}",
                "--",
                .. sources,
                .. earlier,
            ],
            cancellation
        );
        return messages
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(ConventionalCommit.ChangeOf)
            .DefaultIfEmpty()
            .Max();
    }
}

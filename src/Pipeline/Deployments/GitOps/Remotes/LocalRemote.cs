using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>The bare repository that stands in for a GitOps remote in the environment <c>local</c>.</summary>
internal static class LocalRemote
{
    // The folder is committed as it is: no line ending changes, no filter runs.
    private const string NoConversion = "* -text -filter -ident !working-tree-encoding\n";

    /// <summary>
    /// Creates the repository if it is missing, with the catalog's manifests as its first commit. It appears whole or
    /// not at all. The caller holds the workspace's lock.
    /// </summary>
    /// <exception cref="StepFailedException">The catalog has no manifests to start with.</exception>
    public static async Task Ensure(
        AbsolutePath repository,
        GitOpsRepository target,
        Platform platform,
        CancellationToken cancellation
    )
    {
        if (Directory.Exists(repository))
            return;

        var folder = RepositoryPath.Combine(target.Path, null).Split('/')[0];
        if (folder.Length == 0 || !Directory.Exists(platform.Root / folder))
            throw new StepFailedException(
                $"there are no manifests to start with: {platform.Root / target.Path} does not exist; create it, or set \"gitops.path\""
            );

        AbsolutePath part = $"{repository}.part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        await Seed(part, target.Branch, folder, platform.Root, cancellation);
        Directory.Move(part, repository);
    }

    private static async Task Seed(
        AbsolutePath bare,
        string branch,
        string folder,
        AbsolutePath root,
        CancellationToken cancellation
    )
    {
        var identity = await CommitIdentity.Read(root, cancellation);
        await Run(root, "init", "--quiet", "--bare", "--template=", $"--initial-branch={branch}");
        Directory.CreateDirectory(bare / "info");
        await File.WriteAllTextAsync(bare / "info" / "attributes", NoConversion, cancellation);
        await Run(
            root,
            "-c",
            "core.autocrlf=false",
            "-c",
            "core.bare=false",
            $"--work-tree={root}",
            "add",
            "--",
            folder
        );
        var tree = await Run(root, "write-tree");
        if ((await Run(root, "ls-tree", tree)).Length == 0)
            throw new StepFailedException($"there are no manifests to start with: {root / folder} holds no files");

        var commit = await Run(
            root,
            [.. identity.Options, "commit-tree", "-m", $"Begin with the manifests of {folder}", tree]
        );
        await Run(root, "update-ref", $"refs/heads/{branch}", commit);
        File.Delete(bare / "index");

        Task<string> Run(string directory, params string[] arguments) =>
            GitCommand.Run(directory, [$"--git-dir={bare}", .. arguments], cancellation);
    }
}

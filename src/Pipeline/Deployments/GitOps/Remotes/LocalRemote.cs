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

    // What receives a push reads the user's settings again: no hook of the user runs, and nothing is left running.
    private static readonly (string Key, string Value)[] Settings =
    [
        ("core.hooksPath", "hooks"),
        ("gc.autoDetach", "false"),
        ("maintenance.autoDetach", "false"),
    ];

    /// <summary>Where it is.</summary>
    /// <param name="artifacts">The folder for everything that runs write.</param>
    public static AbsolutePath In(AbsolutePath artifacts) => artifacts / "local" / "gitops.git";

    /// <summary>
    /// Creates the repository with the catalog's manifests as its first commit, anew as long as nothing was delivered
    /// to it: so it follows the work tree. It appears whole or not at all. The caller holds the workspace's lock.
    /// </summary>
    /// <exception cref="StepFailedException">The catalog has no manifests to start with.</exception>
    public static async Task Ensure(
        AbsolutePath repository,
        GitOpsRepository target,
        Platform platform,
        CancellationToken cancellation
    )
    {
        if (await IsDelivered(repository, cancellation))
            return;

        var folder = RepositoryPath.Combine(target.Path, null).Split('/')[0];
        if (!Directory.Exists(platform.Root / folder))
            throw new StepFailedException(
                $"there are no manifests to start with: {platform.Root / target.Path} does not exist; create it, or set \"gitops.path\""
            );

        AbsolutePath part = $"{repository}.part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part / "new");
        await Seed(part / "new", target.Branch, folder, platform.Root, cancellation);
        // Removed under another name: a killed run would leave half of it, which counts as one with deliveries.
        if (Directory.Exists(repository))
            Directory.Move(repository, part / "old");
        Directory.Move(part / "new", repository);
        Directory.Delete(part, recursive: true);
    }

    /// <summary>True where it exists, and has commits beside its first one.</summary>
    public static async Task<bool> IsDelivered(AbsolutePath repository, CancellationToken cancellation)
    {
        if (!Directory.Exists(repository))
            return false;

        var commits = await GitCommand.Try(
            repository,
            ["--git-dir=.", "rev-list", "--all", "--max-count=2"],
            cancellation
        );
        // One that cannot be read stays as it is: it may hold deliveries.
        return commits.ExitCode != 0 || commits.StandardOutput.Count(letter => letter == '\n') > 1;
    }

    private static async Task Seed(
        AbsolutePath bare,
        string branch,
        string folder,
        AbsolutePath root,
        CancellationToken cancellation
    )
    {
        var identity = CommitIdentity.Of(await GitSettings.Read(root, cancellation));
        await Run(root, "init", "--quiet", "--bare", "--template=", $"--initial-branch={branch}");
        foreach (var (key, value) in Settings)
            await Run(root, "config", key, value);
        Directory.CreateDirectory(bare / "info");
        await File.WriteAllTextAsync(bare / "info" / "attributes", NoConversion, cancellation);
        string[] workTree = ["-c", "core.autocrlf=false", "-c", "core.bare=false", $"--work-tree={root}"];
        if (folder.Length > 0)
            await Run(root, [.. workTree, "-c", "core.excludesFile=/dev/null", "add", "--", folder]);
        else
            await GitCommand.Pipe(
                root,
                [$"--git-dir={bare}", .. workTree, "update-index", "--add", "-z", "--stdin"],
                string.Concat((await ManifestSources.In(root, cancellation)).Select(file => $"{file}\0")),
                cancellation
            );
        var tree = await Run(root, "write-tree");
        if ((await Run(root, "ls-tree", tree)).Length == 0)
            throw new StepFailedException($"there are no manifests to start with: {root / folder} holds no files");

        var commit = await Run(
            root,
            [.. identity.Options, "commit-tree", "-m", $"Begin with the manifests of {Name(folder)}", tree]
        );
        await Run(root, "update-ref", $"refs/heads/{branch}", commit);
        File.Delete(bare / "index");

        Task<string> Run(string directory, params string[] arguments) =>
            GitCommand.Run(directory, [$"--git-dir={bare}", .. arguments], cancellation);
    }

    private static string Name(string folder) => folder.Length > 0 ? folder : "the repository";
}

using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// A bare, shallow clone without files that nobody reads: edits go from
/// object to object, so no filter and no line-ending setting applies.
/// </summary>
internal sealed class GitOpsClone : IDisposable
{
    private const string Tip = "refs/remotes/origin/tip";

    // The other files of a commit, which nobody reads, mostly are larger.
    private const string WithManifests = "--filter=blob:limit=32k";

    private static readonly ImmutableArray<string> Remotely = ["fetch", "push", "ls-remote"];

    // Not in the clone's configuration: there, reading a file that is missing would fetch it alone.
    private static readonly ImmutableArray<string> Options =
    [
        "--git-dir=.",
        "-c",
        "remote.origin.promisor=true",
        "-c",
        "remote.origin.partialCloneFilter=blob:none",
    ];

    private readonly AbsolutePath folder;
    private readonly GitOpsRepository repository;
    private readonly Action<string> log;
    private readonly CancellationToken cancellation;
    private readonly IReadOnlyDictionary<string, string?> access;

    private GitOpsClone(
        AbsolutePath folder,
        GitOpsRepository repository,
        bool isKept,
        IReadOnlyDictionary<string, string?> access,
        Action<string> log,
        CancellationToken cancellation
    )
    {
        this.folder = folder;
        this.repository = repository;
        IsKept = isKept;
        this.log = log;
        this.cancellation = cancellation;
        this.access = access;
        Objects = new(folder, log, "--git-dir=.");
    }

    /// <summary>Reads what has been fetched.</summary>
    public ObjectReader Objects { get; }

    // For each talk of Git with the remote, of which only trees, commits and small files come.
    private TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>True for the clone of an earlier run, which may be damaged.</summary>
    public bool IsKept { get; }

    /// <summary>The same clone, which gives up on a remote that hangs after another time.</summary>
    internal GitOpsClone WithPatience(TimeSpan patience) =>
        new(folder, repository, IsKept, access, log, cancellation) { Patience = patience };

    /// <summary>Opens the clone of an earlier run, or creates one.</summary>
    public static GitOpsClone Open(
        AbsolutePath folder,
        GitOpsRepository repository,
        IReadOnlyDictionary<string, string?> access,
        Action<string> log,
        CancellationToken cancellation
    ) =>
        File.Exists(folder / "config") && File.ReadAllText(folder / "config") == Configuration(repository)
            ? new(folder, repository, isKept: true, access, log, cancellation)
            : Create(folder, repository, access, log, cancellation);

    /// <summary>Creates a clone, replacing what was there.</summary>
    public static GitOpsClone Create(
        AbsolutePath folder,
        GitOpsRepository repository,
        IReadOnlyDictionary<string, string?> access,
        Action<string> log,
        CancellationToken cancellation
    )
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder / "objects");
        Directory.CreateDirectory(folder / "refs");
        File.WriteAllText(folder / "HEAD", "ref: refs/heads/main\n");
        // Last: a clone without it was left by a killed run, and is created again.
        File.WriteAllText(folder / "config", Configuration(repository));
        return new(folder, repository, isKept: false, access, log, cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => Objects.Dispose();

    /// <summary>Fetches the branch, and returns the commit at its tip.</summary>
    /// <exception cref="RemoteRejectedException">The remote refused.</exception>
    public async Task<string> Fetch()
    {
        // Of all files, only those that are read are fetched; what has changed since is little.
        string[] filter = File.Exists(folder / Tip) ? [WithManifests] : [];
        var result = await Try([
            "fetch",
            "--quiet",
            "--no-tags",
            "--depth=1",
            .. filter,
            "origin",
            $"+refs/heads/{repository.Branch}:{Tip}",
        ]);
        if (result.ExitCode != 0)
            throw Failure("fetch", result);

        return Objects.Read([$"{Tip}^{{commit}}"]) is [{ } commit]
            ? commit.Id
            : throw new GitException(["cat-file"], 0, $"{Tip} is missing");
    }

    /// <summary>
    /// Fetches all files of the last commit: for a remote that supports partial clones, but no fetch of single objects,
    /// such as one with Git's older protocol.
    /// </summary>
    /// <exception cref="RemoteRejectedException">The remote refused.</exception>
    public async Task FetchFiles()
    {
        var result = await Try(
            "fetch",
            "--quiet",
            "--no-tags",
            "--depth=1",
            "--refetch",
            "--filter=blob:limit=1g",
            "origin",
            repository.Branch
        );
        if (result.ExitCode != 0)
            throw Failure("fetch", result);
    }

    /// <summary>
    /// Fetches all commits of the branch without their trees and files, and returns the one at its tip.
    /// </summary>
    /// <exception cref="RemoteRejectedException">The remote refused.</exception>
    public async Task<string> FetchCommits()
    {
        const string All = "refs/remotes/origin/log";
        var branch = $"+refs/heads/{repository.Branch}:{All}";
        var result = await Try("fetch", "--quiet", "--no-tags", "--filter=tree:0", "origin", branch);
        return result.ExitCode == 0 ? await Run("rev-parse", "--verify", All) : throw Failure("fetch", result);
    }

    /// <summary>
    /// The log of a commit, newest first, each entry terminated by NUL: on a line each its name, its parents, and its
    /// time in seconds with its author, and then its message.
    /// </summary>
    public Task<string> Log(string commit) =>
        Run(
            "-c",
            "i18n.logOutputEncoding=UTF-8",
            "log",
            "-z",
            "--no-show-signature",
            "--format=%H%n%P%n%ct %an <%ae>%n%B",
            commit
        );

    /// <summary>Fetches another branch's tip; null where the remote has no such branch.</summary>
    /// <exception cref="RemoteRejectedException">The remote does not answer.</exception>
    public async Task<string?> FetchBranch(string branch)
    {
        var listed = await Try("ls-remote", "origin", $"refs/heads/{branch}");
        if (listed.ExitCode != 0)
            throw Failure("ls-remote", listed);
        if (listed.StandardOutput.Length == 0)
            return null;

        const string Found = "refs/remotes/origin/proposal";
        var result = await Try("fetch", "--quiet", "--no-tags", "--depth=1", "origin", $"+refs/heads/{branch}:{Found}");
        return result.ExitCode == 0 ? await Run("rev-parse", "--verify", Found) : throw Failure("fetch", result);
    }

    /// <summary>Pushes a commit to another branch, replacing the commit that was seen there.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="seen">The commit that the branch was at; null where it did not exist.</param>
    /// <exception cref="RemoteRejectedException">
    /// The remote refused; curable where the branch has moved since.
    /// </exception>
    public async Task PushBranch(string commit, string branch, string? seen)
    {
        Tell(branch);
        var result = await Try(
            "push",
            "--porcelain",
            $"--force-with-lease=refs/heads/{branch}:{seen}",
            "origin",
            $"{commit}:refs/heads/{branch}"
        );
        if (result.ExitCode != 0)
            throw Failure("push", result);
    }

    /// <summary>Whether one commit is an ancestor of another; null where one of them is unknown here.</summary>
    public async Task<bool?> LeadsTo(string commit, string later) =>
        (await Try("merge-base", "--is-ancestor", commit, later)).ExitCode switch
        {
            0 => true,
            1 => false,
            _ => null,
        };

    /// <summary>Pushes a commit to the branch.</summary>
    /// <exception cref="RemoteRejectedException">The remote refused.</exception>
    public async Task Push(string commit)
    {
        Tell(repository.Branch);
        var result = await Try("push", "--porcelain", "origin", $"{commit}:refs/heads/{repository.Branch}");
        if (result.ExitCode != 0)
            throw Failure("push", result);
    }

    private void Tell(string branch) => UsedRights.Tell(Right.GitPush, $"{repository.Repository} {branch}");

    /// <summary>Runs Git in the clone and returns its output.</summary>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public async Task<string> Run(params string[] arguments)
    {
        var result = await Try(arguments);
        return result.ExitCode == 0
            ? result.StandardOutput.TrimEnd('\n')
            : throw new GitException(arguments, result.ExitCode, result.StandardError.Trim());
    }

    /// <summary>Runs Git in the clone on a text, and returns its output as bytes.</summary>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public Task<byte[]> Pipe(string input, params string[] arguments) => Pipe(Encoding.UTF8.GetBytes(input), arguments);

    /// <summary>Runs Git in the clone on bytes, and returns its output as bytes.</summary>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public async Task<byte[]> Pipe(byte[] input, params string[] arguments)
    {
        log($"$ git {string.Join(' ', arguments)}");
        return await Pipeline.Foundation.Git.GitCommand.Pipe(
            folder,
            [.. Options, .. arguments],
            input,
            cancellation,
            access
        );
    }

    private static string Configuration(GitOpsRepository repository) =>
        $"""
            [core]
                repositoryformatversion = 0
                bare = true
            [remote "origin"]
                url = "{repository.Repository.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)}"

            """;

    // Any failure other than the remote's may be due to a damaged clone.
    private static Exception Failure(string command, GitResult result)
    {
        var rejection = RemoteRejection.Read($"{result.StandardOutput}\n{result.StandardError}");
        return rejection.Kind == RejectionKind.Other
            ? new GitException([command], result.ExitCode, rejection.Message)
            : new RemoteRejectedException(rejection);
    }

    private async Task<GitResult> Try(params string[] arguments)
    {
        log($"$ git {string.Join(' ', arguments.Select(argument => argument.Length > 200 ? "…" : argument).Take(20))}");
        var result = await WithinPatience(arguments);
        foreach (var line in result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            log(line);
        return result;
    }

    // A remote that accepts and then says nothing, or next to nothing, would hold the step until its timeout.
    private async Task<GitResult> WithinPatience(string[] arguments)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (Remotely.Contains(arguments[0]))
            end.CancelAfter(Patience);
        try
        {
            return await Pipeline.Foundation.Git.GitCommand.Try(folder, [.. Options, .. arguments], end.Token, access);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StepFailedException(
                $"the GitOps repository {repository.Repository} hangs: git {arguments[0]} did not end within {Patience.TotalSeconds:0} s; see whether its server and the network are well, and run this again"
            );
        }
    }
}

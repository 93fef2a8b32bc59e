using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Execution.Recovery;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>The GitOps repository of an environment, and the workspace's clones of it.</summary>
/// <param name="environment">The environment.</param>
/// <param name="platform">The catalog.</param>
/// <param name="artifacts">The folder that the clones are kept under.</param>
/// <param name="schedule">When lost races are repeated.</param>
/// <param name="log">Takes Git's output.</param>
internal sealed class EnvironmentRepository(
    DeploymentEnvironment environment,
    Platform platform,
    AbsolutePath artifacts,
    RetrySchedule schedule,
    Action<string> log
)
{
    private readonly AbsolutePath clones = artifacts / "gitops";
    private GitSettings? settings;
    private readonly AbsolutePath local = LocalRemote.In(artifacts);

    /// <summary>The repository, resolved for Git.</summary>
    /// <exception cref="StepFailedException">The address contains a credential.</exception>
    public GitOpsRepository Target => field ??= Resolve(environment, platform);

    /// <summary>True where it is this machine's own, and still empty.</summary>
    public bool IsMissing => IsOwn && !Directory.Exists(local);

    private bool IsOwn => environment.IsLocal && Target.Repository == local.ToString();

    /// <summary>
    /// Runs attempts on the environment's clone until one succeeds; a repository of this machine is created first.
    /// </summary>
    /// <param name="purpose">The purpose, shown to runs that wait for the clone.</param>
    /// <param name="attempt">Reads and writes.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">No attempt succeeded; the message says why, and what to do.</exception>
    public async Task Use(string purpose, Func<GitOpsClone, Task> attempt, CancellationToken cancellation)
    {
        using var workspace = await Take(environment.Name, purpose, cancellation);
        if (IsOwn)
            await LocalRemote.Ensure(local, Target, platform, cancellation);
        await Attempt(environment.Name, attempt, cancellation);
    }

    /// <summary>The settings of Git where the sources are.</summary>
    public async Task<GitSettings> ReadSettings(CancellationToken cancellation) =>
        settings ??= await GitSettings.Read(platform.Root, cancellation);

    /// <summary>Reads the messages of all commits of the branch.</summary>
    /// <exception cref="StepFailedException">
    /// The repository cannot be read; the message says why, and what to do.
    /// </exception>
    public Task<string> ReadLog(string purpose, CancellationToken cancellation) =>
        AskCommits(purpose, async clone => await clone.Log(await clone.FetchCommits()), cancellation);

    /// <summary>
    /// True where <paramref name="later"/> is the commit, or descends from it; false where the repository does not know
    /// it.
    /// </summary>
    /// <exception cref="StepFailedException">
    /// The repository cannot be read; the message says why, and what to do.
    /// </exception>
    public Task<bool> LeadsTo(string commit, string later, string purpose, CancellationToken cancellation) =>
        AskCommits(
            purpose,
            async clone =>
            {
                if (await clone.LeadsTo(commit, later) is { } known)
                    return known;
                await clone.FetchCommits();
                return await clone.LeadsTo(commit, later) ?? false;
            },
            cancellation
        );

    // A clone without trees and files, kept for the next query.
    private async Task<T> AskCommits<T>(string purpose, Func<GitOpsClone, Task<T>> ask, CancellationToken cancellation)
    {
        var name = $"{environment.Name}.log";
        T answer = default!;
        using var workspace = await Take(name, purpose, cancellation);
        await Attempt(name, async clone => answer = await ask(clone), cancellation);
        return answer;
    }

    private async Task Attempt(string name, Func<GitOpsClone, Task> attempt, CancellationToken cancellation)
    {
        var access = RemoteAccess.Variables(Target, await ReadSettings(cancellation));
        await new CloneRetry(clones / name, Target, access, schedule, log, cancellation).Run(attempt);
    }

    private Task<WorkspaceLock> Take(string name, string purpose, CancellationToken cancellation) =>
        WorkspaceLock.Take(clones / $"{name}.lock", purpose, log, cancellation: cancellation);

    private static GitOpsRepository Resolve(DeploymentEnvironment environment, Platform platform)
    {
        var target = environment.GitOps!;
        if (RemoteAddress.HoldsCredentials(target.Repository))
            throw new StepFailedException(
                $"the address of {environment.Name}'s GitOps repository holds a credential, which Git would write to disk: "
                    + "take it out of \"gitops.repository\", and name the variable that holds it in \"gitops.tokenVariable\""
            );

        return target with
        {
            Repository = RemoteAddress.Resolve(target.Repository, platform.Root),
            Path = RepositoryPath.Combine(target.Path, null),
        };
    }
}

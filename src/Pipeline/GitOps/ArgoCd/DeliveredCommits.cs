using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Remotes;
using Pipeline.Planning;

namespace Pipeline.GitOps.ArgoCd;

/// <summary>Knows whether a revision holds a commit of the GitOps repository: it is the commit, or descends from it.</summary>
/// <param name="step">A step of the run, for its environment and folders.</param>
/// <param name="log">Takes what Git says.</param>
internal sealed class DeliveredCommits(StepContext step, Action<string> log)
{
    private readonly Dictionary<(string Commit, string Revision), bool> known = [];
    private GitOpsClone? clone;

    /// <summary>True where one of the revisions holds the commit. What cannot be told does not, and is asked again.</summary>
    public async Task<bool> AreIn(string commit, IEnumerable<string> revisions)
    {
        foreach (var revision in revisions)
            if (revision == commit || await Descends(revision, commit))
                return true;
        return false;
    }

    private async Task<bool> Descends(string revision, string commit)
    {
        // Other sources of an application have versions of charts, or commits of other repositories.
        if (revision.Length != commit.Length || !revision.All(char.IsAsciiHexDigit))
            return false;
        if (known.TryGetValue((commit, revision), out var answer))
            return answer;

        try
        {
            answer = await Ask(commit, revision);
        }
        catch (Exception failure) when (failure is RemoteRejectedException or GitException)
        {
            log($"whether {revision} descends from {commit} cannot be told: {failure.Message}");
            return false;
        }

        return known[(commit, revision)] = answer;
    }

    private async Task<bool> Ask(string commit, string revision)
    {
        var environment = step.Environment;
        var folder = step.Artifacts / "gitops" / $"{environment.Name}.verify";
        var target = environment.GitOps with
        {
            Repository = RemoteAddress.Resolve(environment.GitOps.Repository, step.Platform.Root),
            Sources = step.Platform.Root,
        };
        clone ??= await Open(folder, target);
        if (await clone.LeadsTo(commit, revision) is { } answer)
            return answer;

        await clone.FetchCommits();
        return await clone.LeadsTo(commit, revision) ?? false;
    }

    private async Task<GitOpsClone> Open(AbsolutePath folder, GitOpsRepository target)
    {
        var opened = await GitOpsClone.Open(folder, target, log, step.Cancellation);
        try
        {
            await opened.FetchCommits();
        }
        catch (GitException damaged) when (opened.IsKept)
        {
            log($"{damaged.Message}; the clone is made anew");
            opened = await GitOpsClone.Create(folder, target, log, step.Cancellation);
            await opened.FetchCommits();
        }

        return opened;
    }
}

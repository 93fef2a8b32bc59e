using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Foundation.Git;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>Compares builds of the sources by age.</summary>
/// <param name="source">The delivered commit.</param>
/// <param name="folder">A folder of its own for commits that this clone lacks, as shallow ones do.</param>
/// <param name="log">Takes warnings.</param>
/// <param name="cancellation">Cancels the processes.</param>
internal sealed class SourceHistory(
    SourceRevision source,
    AbsolutePath folder,
    Action<string> log,
    CancellationToken cancellation
)
{
    private const string Url = "remote.origin.url";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A day, to allow for clock skew: commits are requested by time.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private readonly Dictionary<string, BuildAge> known = [];
    private bool? isFetched;

    /// <summary>The ages of tagged builds, with a handful of processes, however many there are.</summary>
    /// <param name="tags">Full or abbreviated commits; anything else is not later.</param>
    public async Task<IReadOnlyDictionary<string, BuildAge>> AgesOf(IEnumerable<string> tags)
    {
        var asked = tags.Distinct().ToArray();
        foreach (var tag in asked.Where(tag => !VersionTag.IsCommit(tag)))
            known[tag] = BuildAge.NotLater;
        await Compare(source.Root, [.. asked.Where(tag => !known.ContainsKey(tag))]);

        // In a shallow history, an unreachable commit may still be a descendant.
        if (source.IsShallow)
            foreach (var tag in asked.Where(tag => known[tag] != BuildAge.Later && VersionTag.IsCommit(tag)))
                known[tag] = BuildAge.Unknown;
        var unknown = asked.Where(tag => known[tag] == BuildAge.Unknown).ToArray();
        if (unknown.Length > 0 && (isFetched ??= await Fetch()))
            await Compare(folder, unknown);
        return known;
    }

    private async Task Compare(AbsolutePath repository, string[] tags)
    {
        if (tags.Length == 0)
            return;

        var answers = Encoding.UTF8.GetString(
            await GitCommand.Pipe(
                repository,
                ["cat-file", "--batch-check=%(objecttype)"],
                string.Concat(tags.Select(tag => $"{tag}^{{commit}}\n")),
                cancellation
            )
        );
        // What is not here is not later here either.
        var later = tags.Zip(answers.Split('\n')).Any(one => one.Second != $"{one.First}^{{commit}} missing")
            ? await LaterCommits.Read(repository, source.Commit, cancellation)
            : LaterCommits.None;
        foreach (var (tag, answer) in tags.Zip(answers.Split('\n')))
            known[tag] =
                later.Contain(tag) ? BuildAge.Later
                : answer == "commit" ? BuildAge.NotLater
                : BuildAge.Unknown;
    }

    // Fetches the commits, without trees and files, of all branches since the delivered one. This clone stays
    // unchanged; its configuration gives access to the remote.
    private async Task<bool> Fetch()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await GitCommand.Run(folder, ["init", "--quiet", "--bare", "--template="], cancellation);
        var settings = await GitSettings.Read(source.Root, cancellation);
        if (settings[Url] is not { } remote)
        {
            log("the commits after the delivered one are not known: this clone has no remote \"origin\" to ask");
            return false;
        }

        var access = RemoteAccess.OfSources(settings, (Url, RemoteAddress.Resolve(remote, source.Root)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var fetched = await GitCommand.Try(
                folder,
                [
                    $"--git-dir={folder}",
                    "fetch",
                    "--quiet",
                    "--no-tags",
                    "--filter=tree:0",
                    $"--shallow-since={(source.Time - Margin).ToUnixTimeSeconds()}",
                    "--refmap=",
                    "origin",
                    "+refs/heads/*:refs/heads/*",
                ],
                patience.Token,
                access
            );
            var found = await GitCommand.Try(folder, ["cat-file", "-e", source.Commit], cancellation);
            if (fetched.ExitCode == 0 && found.ExitCode == 0)
                return true;
            log(
                $"the remote of the sources did not send the commits after {source.Commit}: {fetched.StandardError.Trim()}"
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log($"the remote of the sources did not send its later commits within {Patience}");
        }

        return false;
    }
}

using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.Decisions;
using Pipeline.Foundation.Git;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>Tells builds of the sources apart by age.</summary>
/// <param name="source">The commit that is delivered.</param>
/// <param name="folder">Where commits are put that this clone lacks, as shallow ones do; its content is no one else's.</param>
/// <param name="log">Is told what cannot be asked.</param>
/// <param name="cancellation">Ends the processes.</param>
internal sealed class SourceHistory(
    SourceRevision source,
    AbsolutePath folder,
    Action<string> log,
    CancellationToken cancellation
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A day, for clocks that differ: commits are asked for by their time.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private readonly Dictionary<string, BuildAge> known = [];
    private bool? isFetched;

    /// <summary>How old the builds are that tags name; a handful of processes, however many there are.</summary>
    /// <param name="tags">Names of commits or their beginnings; anything else is not later.</param>
    public async Task<IReadOnlyDictionary<string, BuildAge>> AgesOf(IEnumerable<string> tags)
    {
        var asked = tags.Distinct().ToArray();
        foreach (var tag in asked.Where(tag => !VersionTag.IsCommit(tag)))
            known[tag] = BuildAge.NotLater;
        await Compare(source.Root, [.. asked.Where(tag => !known.ContainsKey(tag))]);

        var open = asked.Where(tag => known[tag] != BuildAge.Later && VersionTag.IsCommit(tag)).ToArray();
        // Where history is cut off, what cannot be reached may still be a descendant.
        if (open.Length > 0 && await IsShallow())
            foreach (var tag in open)
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

        var later = await LaterCommits.Read(repository, source.Commit, cancellation);
        var answers = await GitCommand.Pipe(
            repository,
            ["cat-file", "--batch-check=%(objecttype)"],
            string.Concat(tags.Select(tag => $"{tag}^{{commit}}\n")),
            cancellation
        );
        foreach (var (tag, answer) in tags.Zip(Encoding.UTF8.GetString(answers).Split('\n')))
            known[tag] =
                later.Contain(tag) ? BuildAge.Later
                : answer == "commit" ? BuildAge.NotLater
                : BuildAge.Unknown;
    }

    private async Task<bool> IsShallow() =>
        await GitCommand.Run(source.Root, ["rev-parse", "--is-shallow-repository"], cancellation) == "true";

    // The commits alone, without trees and files, of all branches since the delivered one. This clone stays as it is; its
    // configuration tells how its remote is reached.
    private async Task<bool> Fetch()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await GitCommand.Run(folder, ["init", "--quiet", "--bare", "--template="], cancellation);
        var common = await GitCommand.Run(
            source.Root,
            ["rev-parse", "--path-format=absolute", "--git-common-dir"],
            cancellation
        );
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var fetched = await GitCommand.Try(
                folder,
                [
                    $"--git-dir={folder}",
                    "-c",
                    $"include.path={common}/config",
                    "fetch",
                    "--quiet",
                    "--no-tags",
                    "--filter=tree:0",
                    $"--shallow-since={(source.Time - Margin).ToUnixTimeSeconds()}",
                    "--refmap=",
                    "origin",
                    "+refs/heads/*:refs/heads/*",
                ],
                patience.Token
            );
            var found = await GitCommand.Try(folder, ["cat-file", "-e", source.Commit], cancellation);
            if (fetched.ExitCode == 0 && found.ExitCode == 0)
                return true;
            log(
                $"the remote of the sources does not tell what came after {source.Commit}: {fetched.StandardError.Trim()}"
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log($"the remote of the sources has not told its later commits in {Patience}");
        }

        return false;
    }
}

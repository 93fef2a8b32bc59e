using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>A commit of the sources.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Author">Its author's name.</param>
/// <param name="Subject">The first line of its message.</param>
internal sealed record ListedCommit(string Name, string Author, string Subject);

/// <summary>The source commits of a promotion.</summary>
/// <param name="Commits">Those that touch the sources of the service's image, the latest first.</param>
/// <param name="Remark">Why the list may be incomplete, as a sentence; null where it is complete.</param>
internal sealed record CommitRange(ImmutableArray<ListedCommit> Commits, string? Remark)
{
    /// <summary>Longer lists are cut off: forges limit bodies to 65,536 characters.</summary>
    public const int MostListed = 100;

    private const string Deepen =
        "fetch the whole history (git fetch --unshallow; fetch-depth: 0 with actions/checkout)";

    /// <summary>Lists the commits between two.</summary>
    /// <param name="step">The step, for its sources.</param>
    /// <param name="earlier">The commit that ran before; null where it is unknown.</param>
    /// <param name="commit">The commit that runs now; null where it is unknown.</param>
    public static async Task<CommitRange> Between(StepContext step, string? earlier, string? commit)
    {
        var root = step.Source.Root;
        var shallow =
            (
                await GitCommand.Try(root, ["rev-parse", "--is-shallow-repository"], step.Cancellation)
            ).StandardOutput.Trim() == "true";
        if (await Resolve(root, commit, step.Cancellation) is not { } now)
            return new([], $"the commit {commit ?? "of the image"} is not in this clone of the sources: {Deepen}");

        var before = await Resolve(root, earlier, step.Cancellation);
        string[] range = before is null ? [now] : [now, $"^{before}"];
        var log = await GitCommand.Run(
            root,
            [
                "log",
                "-z",
                "--no-show-signature",
                "--format=%H%x1f%an%x1f%s",
                $"--max-count={MostListed + 1}",
                .. range,
                "--",
                .. SourceRevision
                    .SourcesOf(step.Platform, step.Service)
                    .Select(path => Path.GetFullPath(path, step.Platform.Root)),
            ],
            step.Cancellation
        );
        var commits = log.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\x1f'))
            .Select(parts => new ListedCommit(parts[0], parts[1], parts[2]))
            .ToArray();
        return new([.. commits.Take(MostListed)], Gap(earlier, before, shallow, commits.Length > MostListed));
    }

    /// <summary>The full name of a commit of this clone; null where there is none.</summary>
    public static async Task<string?> Resolve(AbsolutePath root, string? name, CancellationToken cancellation)
    {
        if (name is null || !(IsCommit(name) || name.StartsWith("refs/tags/", StringComparison.Ordinal)))
            return null;

        var found = await GitCommand.Try(
            root,
            ["rev-parse", "--verify", "--quiet", $"{name}^{{commit}}"],
            cancellation
        );
        return found.ExitCode == 0 ? found.StandardOutput.Trim() : null;
    }

    private static bool IsCommit(string name) => name.Length >= 7 && name.All(char.IsAsciiHexDigitLower);

    private static string? Gap(string? earlier, string? before, bool shallow, bool cut) =>
        cut ? $"these are the latest {MostListed}; there are more"
        : earlier is null ? "no earlier commit is known there, so these are all"
        : before is null ? $"the commit that ran before, {earlier}, is not in this clone of the sources: {Deepen}"
        : shallow ? $"this clone of the sources is shallow, so some may be missing: {Deepen}"
        : null;
}

using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>The commit that a run delivers, and the changes in the work tree.</summary>
public sealed record SourceRevision
{
    /// <summary>The root of the work tree.</summary>
    public required AbsolutePath Root { get; init; }

    /// <summary>The full object name of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>The commit in 7 characters, more where 7 are ambiguous: the images' tag.</summary>
    public required string Tag { get; init; }

    /// <summary>When it was committed: images get this time, so that builds are reproducible.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The branch; null on a detached HEAD.</summary>
    public string? Branch { get; init; }

    /// <summary>True where this clone lacks the commits before some of its own.</summary>
    internal bool IsShallow { get; init; }

    /// <summary>Files that differ from the commit, tracked or not, relative to <see cref="Root"/>.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>
    /// The uncommitted files that an image is built from: its own, those of everything it
    /// depends on, and those of base images.
    /// </summary>
    public ImmutableArray<string> ChangesOf(Platform platform, ImageSource source)
    {
        // Through a link, the catalog's paths and Git's do not match: then any change may be one of these.
        if (platform.Root != Root && !platform.Root.ToString().StartsWith($"{Root}/", StringComparison.Ordinal))
            return Changes;

        var paths = SourcesOf(platform, source)
            .Select(path => Path.GetRelativePath(Root, Path.GetFullPath(path, platform.Root)))
            .ToArray();
        return
        [
            .. Changes.Where(file =>
                paths.Any(path =>
                    path == "." || file == path || IsBelow(file, path) || IsBelow(path, file.TrimEnd('/'))
                )
            ),
        ];
    }

    // What Git calls a file may be a submodule, or another repository, with the path in it.
    private static bool IsBelow(string path, string folder) => path.StartsWith($"{folder}/", StringComparison.Ordinal);

    /// <summary>The sources of an image: paths, absolute or relative to the catalog's folder.</summary>
    internal static IEnumerable<string> SourcesOf(Platform platform, ImageSource source)
    {
        var needed = new HashSet<string> { source.Name };
        var open = new Queue<ImageSource>([source]);
        while (open.TryDequeue(out var next))
        {
            yield return next.Path;
            foreach (var path in next.SharedPaths)
                yield return path;
            foreach (var other in platform.Services.Where(other => next.DependsOn.Contains(other.Name)))
                if (needed.Add(other.Name))
                    open.Enqueue(other);
        }

        yield return source.Context;
        if (source.Dockerfile is null)
            yield break;
        yield return source.Dockerfile;
        foreach (var fallback in platform.Bases.Select(image => image.Fallback).OfType<AbsolutePath>())
            yield return fallback;
        foreach (var path in platform.BasesOf(source).SelectMany(BaseImageUse.SourcesOf))
            yield return path;
    }

    /// <summary>Reads the commit alone, as if nothing differed from it.</summary>
    /// <param name="directory">A folder of the work tree.</param>
    /// <param name="cancellation">Cancels the processes.</param>
    /// <exception cref="SourceException">There is no repository, or no commit.</exception>
    public static async Task<SourceRevision> ReadCommit(
        AbsolutePath directory,
        CancellationToken cancellation = default
    )
    {
        // Independent processes, started together.
        var place = GitCommand.Try(
            directory,
            ["rev-parse", "--show-toplevel", "--is-shallow-repository", "--symbolic-full-name", "HEAD"],
            cancellation
        );
        var commit = GitCommand.Try(
            directory,
            ["log", "--max-count=1", "--no-show-signature", "--abbrev=7", "--format=%H %ct %h", "HEAD"],
            cancellation
        );
        var (placed, named) = (await place, await commit);

        var lines = placed.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            throw new SourceException(
                $"{directory} is not in a Git work tree ({placed.StandardError.Trim()}): images are tagged by commit, so run in a clone"
            );
        if (named.ExitCode != 0)
            throw new SourceException($"{lines[0]} has no commit yet: images are tagged by commit, so commit first");

        var fields = named.StandardOutput.Trim().Split(' ');
        return new()
        {
            Root = lines[0],
            Commit = fields[0],
            Tag = fields[2],
            Time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[1], CultureInfo.InvariantCulture)),
            IsShallow = lines[1] == "true",
            Branch = lines[^1].StartsWith(BranchPrefix, StringComparison.Ordinal)
                ? lines[^1][BranchPrefix.Length..]
                : null,
        };
    }

    /// <summary>Reads the uncommitted changes, for <see cref="Changes"/>.</summary>
    /// <param name="directory">A folder of the work tree.</param>
    /// <param name="cancellation">Cancels the process.</param>
    /// <exception cref="SourceException">Git cannot list the changes.</exception>
    public static async Task<ImmutableArray<string>> ReadChanges(
        AbsolutePath directory,
        CancellationToken cancellation = default
    )
    {
        var status = await GitCommand.Try(directory, StatusArguments, cancellation);
        return status.ExitCode == 0
            ? ParseStatus(status.StandardOutput)
            : throw new SourceException($"Git cannot list the changes in {directory}: {status.StandardError.Trim()}");
    }

    private const string BranchPrefix = "refs/heads/";

    internal static readonly string[] StatusArguments =
    [
        "--no-optional-locks",
        "status",
        "--porcelain=v1",
        "-z",
        "--no-renames",
        "--untracked-files=all",
        "--ignore-submodules=none",
    ];

    // Entries are "XY path", terminated by NUL, relative to the work tree's root.
    internal static ImmutableArray<string> ParseStatus(string status) =>
        [
            .. status
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Where(entry =>
                    !(entry.StartsWith("?? ", StringComparison.Ordinal) && RunFiles.IsUntracked(entry[3..]))
                )
                .Select(entry => entry[3..]),
        ];
}

/// <summary>There is nothing to deliver here; the message says what to do.</summary>
internal sealed class SourceException(string message) : Exception(message);

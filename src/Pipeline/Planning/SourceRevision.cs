using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>The commit that a run delivers, and what in the work tree differs from it.</summary>
public sealed record SourceRevision
{
    /// <summary>The root of the work tree.</summary>
    public required AbsolutePath Root { get; init; }

    /// <summary>The full object name of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>The commit in 7 characters, longer where 7 are ambiguous: the images' tag.</summary>
    public required string Tag { get; init; }

    /// <summary>When it was committed: what is built from it bears this time, so that it can be built again.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The branch; null on a detached HEAD.</summary>
    public string? Branch { get; init; }

    /// <summary>Files that differ from the commit, tracked or not, relative to <see cref="Root"/>.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>The files of a service that differ from the commit.</summary>
    public ImmutableArray<string> ChangesOf(Platform platform, Service service)
    {
        var folders = new[] { service.Path }
            .Concat(service.SharedPaths)
            .Concat(
                platform.Services.Where(other => service.DependsOn.Contains(other.Name)).Select(other => other.Path)
            )
            .Select(path => Path.GetRelativePath(Root, Path.GetFullPath(path, platform.Root)))
            .ToArray();
        return
        [
            .. Changes.Where(file =>
                folders.Any(folder =>
                    folder == "." || file == folder || file.StartsWith(folder + "/", StringComparison.Ordinal)
                )
            ),
        ];
    }

    /// <summary>Reads the state of the work tree that <paramref name="directory"/> lies in.</summary>
    /// <exception cref="SourceException">There is no repository, or no commit to deliver.</exception>
    public static async Task<SourceRevision> Read(AbsolutePath directory, CancellationToken cancellation = default)
    {
        var root = await Git.Try(directory, ["rev-parse", "--show-toplevel"], cancellation);
        if (root.ExitCode != 0)
            throw new SourceException(
                $"{directory} is in no Git work tree ({root.StandardError.Trim()}): images are named by their commit, so run in a clone"
            );
        if (
            (await Git.Try(directory, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cancellation)).ExitCode
            != 0
        )
            throw new SourceException(
                $"{root.StandardOutput.Trim()} has no commit yet: images are named by their commit, so make one first"
            );

        var commit = await Git.Run(
            directory,
            ["show", "--no-patch", "--no-show-signature", "--format=%H %ct", "HEAD"],
            cancellation
        );
        var branch = await Git.Try(directory, ["symbolic-ref", "--quiet", "--short", "HEAD"], cancellation);
        return new()
        {
            Root = root.StandardOutput.Trim(),
            Commit = commit.Split(' ')[0],
            Tag = await Git.Run(directory, ["rev-parse", "--short=7", "HEAD"], cancellation),
            Time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(commit.Split(' ')[1], CultureInfo.InvariantCulture)),
            Branch = branch.ExitCode == 0 ? branch.StandardOutput.Trim() : null,
            Changes = ParseStatus(await Git.Run(directory, StatusArguments, cancellation)),
        };
    }

    private static readonly string[] StatusArguments =
    [
        "--no-optional-locks",
        "status",
        "--porcelain=v1",
        "-z",
        "--no-renames",
        "--untracked-files=all",
    ];

    // Each entry is "XY path", ended by NUL, relative to the work tree's root.
    private static ImmutableArray<string> ParseStatus(string status) =>
        [.. status.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry[3..])];
}

/// <summary>There is nothing here that could be delivered; the message says what to do.</summary>
public sealed class SourceException(string message) : Exception(message);

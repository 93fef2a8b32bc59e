using Nuke.Common.IO;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>A repository with some commits, one after the other; made once for the tests of a class.</summary>
public sealed class CommittedSources : IAsyncLifetime
{
    private const int Count = 6;

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-sources-").FullName;

    /// <summary>The commits, from the first.</summary>
    internal ImmutableArray<SourceRevision> Commits { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await Git("init", "--quiet", "--initial-branch=main");
        await Git("config", "user.name", "A Developer");
        await Git("config", "user.email", "developer@example.com");
        for (var number = 0; number < Count; number++)
            await Git("commit", "--quiet", "--allow-empty", $"--message=Change {number}");
        Commits =
        [
            .. (await Git("log", "--reverse", "--format=%H"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(commit => new SourceRevision
                {
                    Root = root,
                    Commit = commit,
                    Tag = commit[..7],
                    Time = DateTimeOffset.UtcNow,
                }),
        ];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return default;
    }

    private Task<string> Git(params string[] arguments) => GitCommand.Run(root, arguments);
}

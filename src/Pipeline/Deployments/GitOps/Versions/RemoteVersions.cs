using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Secrets;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>Versions as tags of the sources' own repository.</summary>
internal sealed class RemoteVersions : IVersionStore
{
    private const string Origin = "origin";
    private const string TokenVariable = "GITHUB_TOKEN";

    private readonly AbsolutePath sources;
    private readonly string remote;
    private readonly IReadOnlyDictionary<string, string?> access;
    private readonly Action<string> log;

    private RemoteVersions(
        AbsolutePath sources,
        string remote,
        IReadOnlyDictionary<string, string?> access,
        Action<string> log
    )
    {
        this.sources = sources;
        this.remote = remote;
        this.access = access;
        this.log = log;
    }

    /// <summary>The versions of a clone's remote: <c>origin</c>, or its only one.</summary>
    /// <exception cref="StepFailedException">There is no such remote.</exception>
    public static async Task<RemoteVersions> Open(
        AbsolutePath sources,
        Action<string> log,
        CancellationToken cancellation
    )
    {
        var remotes = (await GitCommand.Run(sources, ["remote"], cancellation)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        var name =
            remotes.Contains(Origin) ? Origin
            : remotes.Length == 1 ? remotes[0]
            : throw new StepFailedException(
                $"versions are tags of the repository that {sources} was cloned from, and it has no remote \"{Origin}\": add it with \"git remote add\", or set \"versioning: sha\""
            );
        var address = await GitCommand.Run(sources, ["remote", "get-url", "--push", name], cancellation);
        return new(sources, name, await Access(sources, address, cancellation), log);
    }

    /// <inheritdoc />
    public async Task<TakenVersions> Read(CancellationToken cancellation)
    {
        var listed = await GitCommand.Try(sources, ["ls-remote", "--tags", remote], cancellation, access);
        return listed.ExitCode == 0 ? TakenVersions.Parse(listed.StandardOutput) : throw Failure(listed);
    }

    /// <inheritdoc />
    public async Task<bool> Claim(string tag, string commit, CancellationToken cancellation)
    {
        var reference = $"refs/tags/{tag}";
        UsedRights.Tell(Right.GitPush, $"{remote} {reference}");
        log($"$ git push {remote} {commit}:{reference}");
        var pushed = await GitCommand.Try(
            sources,
            [
                "push",
                "--porcelain",
                "--no-verify",
                "--no-follow-tags",
                "--recurse-submodules=no",
                // Only if it does not exist yet; the server checks that under a lock.
                $"--force-with-lease={reference}:",
                remote,
                $"{commit}:{reference}",
            ],
            cancellation,
            access
        );
        if (pushed.ExitCode == 0)
        {
            // As the next fetch would; an existing tag of the clone stays.
            await GitCommand.Try(
                sources,
                ["update-ref", reference, commit, new string('0', commit.Length)],
                cancellation
            );
            return true;
        }

        log($"{pushed.StandardOutput}{pushed.StandardError}".Trim());
        var failure = Failure(pushed);
        // Git's message about an existing tag differs between servers; the tag itself does not.
        return failure.Rejection.Kind == RejectionKind.Race || (await Read(cancellation)).CommitOf(tag) is not null
            ? false
            : throw failure;
    }

    private static RemoteRejectedException Failure(GitResult result) =>
        new(RemoteRejection.Read($"{result.StandardOutput}\n{result.StandardError}"));

    // A workflow whose checkout keeps no credentials passes its token by the environment.
    private static async Task<IReadOnlyDictionary<string, string?>> Access(
        AbsolutePath sources,
        string address,
        CancellationToken cancellation
    ) =>
        Environment.GetEnvironmentVariable("GITHUB_SERVER_URL") is { Length: > 0 } server
        && address.StartsWith($"{server}/", StringComparison.Ordinal)
        && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TokenVariable))
            ? RemoteAccess.Variables(
                new GitOpsRepository(address, "", "") { TokenVariable = TokenVariable },
                await GitSettings.Read(sources, cancellation)
            )
            : ImmutableDictionary<string, string?>.Empty;
}

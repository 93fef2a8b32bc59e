using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>Versions that are counted in the repository that the sources come from.</summary>
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

    /// <summary>Those of a clone's remote: <c>origin</c>, or the only one that it has.</summary>
    /// <exception cref="StepFailedException">It has none, or none of these.</exception>
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
                $"versions are counted in the repository that {sources} comes from, and it has no remote \"{Origin}\": add it with \"git remote add\", or set \"versioning: sha\""
            );
        var address = await GitCommand.Run(sources, ["remote", "get-url", "--push", name], cancellation);
        return new(sources, name, await Access(sources, address, cancellation), log);
    }

    /// <inheritdoc />
    public async Task<VersionTags> Read(CancellationToken cancellation)
    {
        var listed = await GitCommand.Try(sources, ["ls-remote", "--tags", remote], cancellation, access);
        return listed.ExitCode == 0 ? VersionTags.Parse(listed.StandardOutput) : throw Failure(listed);
    }

    /// <inheritdoc />
    public async Task<bool> Claim(string tag, string commit, CancellationToken cancellation)
    {
        var reference = $"refs/tags/{tag}";
        log($"$ git push {remote} {commit}:{reference}");
        var pushed = await GitCommand.Try(
            sources,
            [
                "push",
                "--porcelain",
                "--no-verify",
                "--no-follow-tags",
                "--recurse-submodules=no",
                // Only where it is not there yet; the server looks again while it holds the name.
                $"--force-with-lease={reference}:",
                remote,
                $"{commit}:{reference}",
            ],
            cancellation,
            access
        );
        if (pushed.ExitCode == 0)
        {
            // As the next fetch would; a tag of the clone's own under that name stays.
            await GitCommand.Try(
                sources,
                ["update-ref", reference, commit, new string('0', commit.Length)],
                cancellation
            );
            return true;
        }

        log($"{pushed.StandardOutput}{pushed.StandardError}".Trim());
        var failure = Failure(pushed);
        // What Git says of a name that is taken differs from server to server; whether it is taken does not.
        return failure.Rejection.Kind == RejectionKind.Race || (await Read(cancellation)).CommitOf(tag) is not null
            ? false
            : throw failure;
    }

    private static RemoteRejectedException Failure(GitResult result) =>
        new(RemoteRejection.Read($"{result.StandardOutput}\n{result.StandardError}"));

    // A workflow whose checkout keeps no credentials hands its token over by the environment.
    private static Task<IReadOnlyDictionary<string, string?>> Access(
        AbsolutePath sources,
        string address,
        CancellationToken cancellation
    ) =>
        Environment.GetEnvironmentVariable("GITHUB_SERVER_URL") is { Length: > 0 } server
        && address.StartsWith($"{server}/", StringComparison.Ordinal)
        && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TokenVariable))
            ? RemoteAccess.Variables(
                new GitOpsRepository(address, "", "") { TokenVariable = TokenVariable, Sources = sources },
                cancellation
            )
            : Task.FromResult<IReadOnlyDictionary<string, string?>>(ImmutableDictionary<string, string?>.Empty);
}

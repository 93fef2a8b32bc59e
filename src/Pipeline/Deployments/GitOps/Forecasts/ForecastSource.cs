using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Forecasts;

/// <summary>Reads the manifests that a delivery would change, from this machine alone, without changing them.</summary>
internal static class ForecastSource
{
    /// <summary>
    /// Reads the tip of a GitOps repository on this machine; before that of <c>local</c> exists, the manifests that it
    /// will start with. A remote repository is not asked.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">Where the images would go.</param>
    /// <param name="artifacts">The folder of artifacts, which caches the images of manifests.</param>
    /// <param name="holdsSecret">
    /// True for a text with a secret, which must not be cached; null: no text has one.
    /// </param>
    /// <param name="cancellation">Cancels the processes.</param>
    public static async Task<IForecast> Read(
        Platform platform,
        DeploymentEnvironment environment,
        AbsolutePath artifacts,
        Func<string, bool>? holdsSecret,
        CancellationToken cancellation
    )
    {
        var gitOps = environment.GitOps!;
        if (RemoteAddress.HoldsCredentials(gitOps.Repository))
            return new UnreadForecast(
                "the address of the GitOps repository holds a credential: take it out of \"gitops.repository\""
            );

        AbsolutePath repository = Path.GetFullPath(gitOps.Repository, platform.Root);
        try
        {
            var folder = RepositoryPath.Combine(gitOps.Path, null);
            var memo = Memo.Read(artifacts / "memory" / "manifests", holdsSecret);
            // Until something is delivered to it, it follows the work tree.
            var isFollowing =
                environment.IsLocal
                && repository == LocalRemote.In(artifacts)
                && !await LocalRemote.IsDelivered(repository, cancellation);
            if (Directory.Exists(repository) && !isFollowing)
                return Of(
                    $"{gitOps.Branch} of {gitOps.Repository}",
                    await AtTip(repository, gitOps.Branch, folder, memo, cancellation)
                );
            if (environment.IsLocal)
                return Of($"{platform.Root / folder}", WorkTreeFiles.Below(platform.Root, folder, memo));
            return new UnreadForecast(
                $"the manifests are in {gitOps.Repository}, which is not on this machine and was not asked"
            );

            ManifestForecast Of(string origin, IReadOnlyCollection<ManifestFile> files)
            {
                var forecast = ManifestForecast.Of(origin, files, folder, platform, environment.Name);
                memo.Write(artifacts);
                return forecast;
            }
        }
        catch (Exception unread) when (unread is GitException or ManifestException)
        {
            return new UnreadForecast($"the manifests could not be read: {unread.Message}");
        }
    }

    private static async Task<ManifestFile[]> AtTip(
        AbsolutePath repository,
        string branch,
        string folder,
        Memo memo,
        CancellationToken cancellation
    )
    {
        // Named explicitly, or Git would search the folders above for a repository.
        var git = $"--git-dir={(Directory.Exists(repository / ".git") ? repository / ".git" : repository)}";
        string[] below = folder.Length > 0 ? ["--", folder] : [];
        var listing = await GitCommand.Run(
            repository,
            [git, "ls-tree", "-r", "-z", "--full-tree", $"refs/heads/{branch}", .. below],
            cancellation
        );
        // Entries are "mode type object TAB path", terminated by NUL; symbolic links and submodules have modes of their
        // own.
        var files = listing
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => entry.StartsWith("100", StringComparison.Ordinal) && ManifestFile.IsManifest(entry))
            .Select(entry => entry.Split('\t', 2))
            .Select(entry => (Blob: entry[0].Split(' ')[2], Path: entry[1]))
            .ToArray();
        var contents = await GitCommand.Pipe(
            repository,
            [git, "cat-file", "--batch"],
            string.Concat(files.Select(file => $"{file.Blob}\n")),
            cancellation
        );
        var at = 0;
        return [.. files.Select(file => new ManifestFile(file.Path, Next(contents, ref at), memo))];
    }

    // "object type size LF content LF"
    private static byte[] Next(byte[] output, ref int at)
    {
        var end = Array.IndexOf(output, (byte)'\n', at);
        var header = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
        if (header is not [_, "blob", var size])
            throw new GitException(["cat-file"], 0, string.Join(' ', header));

        var content = output[(end + 1)..(end + 1 + int.Parse(size))];
        at = end + 1 + content.Length + 1;
        return content;
    }
}

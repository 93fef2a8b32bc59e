using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.GitOps.Writers;
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
                return Of(
                    $"{platform.Root / folder}",
                    new(
                        [.. WorkTreeFiles.Below(platform.Root, folder, memo)],
                        [.. WriterFiles.In(platform.Root, folder.Split('/')[0])]
                    )
                );
            return new UnreadForecast(
                $"the manifests are in {gitOps.Repository}, which is not on this machine and was not asked"
            );

            ManifestForecast Of(string origin, Found found)
            {
                var forecast = ManifestForecast.Of(origin, found.Files, found.Beside, folder, platform, environment);
                memo.Write(artifacts);
                return forecast;
            }
        }
        catch (Exception unread) when (unread is GitException or ManifestException)
        {
            return new UnreadForecast($"the manifests could not be read: {unread.Message}");
        }
    }

    private static async Task<Found> AtTip(
        AbsolutePath repository,
        string branch,
        string folder,
        Memo memo,
        CancellationToken cancellation
    )
    {
        // Named explicitly, or Git would search the folders above for a repository.
        var git = $"--git-dir={(Directory.Exists(repository / ".git") ? repository / ".git" : repository)}";
        var listing = await GitCommand.Run(
            repository,
            [git, "ls-tree", "-r", "-z", "--full-tree", $"refs/heads/{branch}"],
            cancellation
        );
        // Entries are "mode type object TAB path", terminated by NUL; symbolic links and submodules have modes of their
        // own.
        var entries = listing
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(entry =>
                entry.StartsWith("100", StringComparison.Ordinal)
                && (ManifestFile.IsManifest(entry) || WriterFiles.MayBe(entry[(entry.IndexOf('\t') + 1)..]))
            )
            .Select(entry => entry.Split('\t', 2))
            .Select(entry => new Entry(entry[0].Split(' ')[2], entry[1]))
            .ToArray();
        var files = (
            await Read(entry =>
                IsSearched(entry.Path) || KustomizeImages.IsKustomization(entry.Path) || WriterFiles.MayBe(entry.Path)
            )
        ).ToList();
        var counts = KustomizeReach.Of(files.Where(file => KustomizeImages.IsKustomization(file.Path)), IsSearched);
        var known = files.Select(file => file.Path).ToHashSet();
        files.AddRange(await Read(entry => !known.Contains(entry.Path) && counts(entry.Path)));
        return new(
            [.. files.Where(file => ManifestFile.IsManifest(file.Path) && counts(file.Path))],
            [.. files.Where(file => WriterFiles.MayBe(file.Path))]
        );

        bool IsSearched(string path) => RepositoryPath.Contains(folder, path);

        async Task<IEnumerable<ManifestFile>> Read(Func<Entry, bool> isWanted)
        {
            var wanted = entries.Where(isWanted).ToArray();
            if (wanted.Length == 0)
                return [];

            var contents = await GitCommand.Pipe(
                repository,
                [git, "cat-file", "--batch"],
                string.Concat(wanted.Select(entry => $"{entry.Blob}\n")),
                cancellation
            );
            var at = 0;
            return [.. wanted.Select(entry => new ManifestFile(entry.Path, Next(contents, ref at), memo))];
        }
    }

    private sealed record Entry(string Blob, string Path);

    private sealed record Found(ManifestFile[] Files, ManifestFile[] Beside);

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

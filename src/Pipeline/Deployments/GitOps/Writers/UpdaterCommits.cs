using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Tells the commits of programs that update images from edits by hand.</summary>
internal static partial class UpdaterCommits
{
    // By their authors' names as they are set by default.
    private static readonly ImmutableArray<(string Author, string Name)> Authors =
    [
        ("argocd-image-updater", "Argo CD Image Updater"),
        ("fluxcdbot", "Flux"),
        ("renovate", "Renovate"),
        ("dependabot", "Dependabot"),
    ];

    /// <summary>Which program has set an image since a deployment, with its commit; null where none is known to.</summary>
    /// <param name="commits">The commits of the branch, the latest first.</param>
    /// <param name="deployment">The last deployment of the service.</param>
    /// <param name="image">The image that the manifests state now.</param>
    public static string? WriterOf(IEnumerable<LoggedCommit> commits, DeploymentRecord deployment, ImageReference image)
    {
        // The file that a commit changes is not known here: one that names the image is meant, or any where nobody else
        // has committed.
        var since = commits
            .TakeWhile(commit => commit.Name != deployment.Commit)
            .Where(commit => DeploymentTrailers.Parse(commit.Message).IsEmpty)
            .Select(commit => (Commit: commit, Writer: WriterOf(commit)))
            .ToArray();
        var found = since.FirstOrDefault(made => made.Writer is not null && Names(made.Commit, image));
        if (found.Writer is null && since.Length > 0 && since.All(made => made.Writer is not null))
            found = since[0];
        return found.Writer is null ? null : $"{found.Writer}, commit {found.Commit.Name[..7]}";
    }

    private static string? WriterOf(LoggedCommit commit) =>
        Authors
            .Where(known => commit.Author.StartsWith(known.Author, StringComparison.OrdinalIgnoreCase))
            .Select(known => known.Name)
            .FirstOrDefault()
        ?? (Update().IsMatch(commit.Message) ? Authors[0].Name : null);

    private static bool Names(LoggedCommit commit, ImageReference image) =>
        new[] { image.Tag, image.Digest }.OfType<string>().Any(part => Word(commit.Message, part))
        && commit.Message.Contains(image.Repository.Split('/')[^1], StringComparison.Ordinal);

    private static bool Word(string text, string word) =>
        Regex.IsMatch(
            text,
            $@"(?<![\w.-]){Regex.Escape(word)}(?![\w-]|\.\w)",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );

    // Image Updater's own template, whoever commits by it.
    [GeneratedRegex(@"^build: automatic update of \S+\s[\s\S]*^updates image \S+ tag '", RegexOptions.Multiline)]
    private static partial Regex Update();
}

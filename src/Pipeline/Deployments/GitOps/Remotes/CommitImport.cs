using System.Globalization;
using System.Text;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// What <c>git fast-import</c> reads to make a commit with some files changed: one process and one pack, however many
/// files there are. It answers with the commit.
/// </summary>
internal static class CommitImport
{
    /// <summary>Where the commit is kept until the next one; it is pushed by its name.</summary>
    public const string Reference = "refs/pipeline/edit";

    /// <summary>Writes the input.</summary>
    /// <param name="parent">The commit whose other files stay.</param>
    /// <param name="changes">The files' new contents.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="identity">Who commits.</param>
    /// <param name="time">When.</param>
    public static byte[] Of(
        string parent,
        IEnumerable<(CommittedFile File, byte[] Content)> changes,
        string message,
        CommitIdentity identity,
        DateTimeOffset time
    )
    {
        var when = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.ToUnixTimeSeconds()} {(time.Offset < TimeSpan.Zero ? '-' : '+')}{time.Offset:hhmm}"
        );
        using var input = new MemoryStream();
        Line("feature done");
        Line($"commit {Reference}");
        Line("mark :1");
        Line($"author {identity.Author} {when}");
        Line($"committer {identity.Committer} {when}");
        Data(Encoding.UTF8.GetBytes(message));
        Line($"from {parent}");
        foreach (var (file, content) in changes)
        {
            Line($"M {file.Mode} inline {Quote(file.File.Path)}");
            Data(content);
        }

        Line("get-mark :1");
        Line("done");
        return input.ToArray();

        void Line(string text) => input.Write(Encoding.UTF8.GetBytes($"{text}\n"));

        void Data(byte[] content)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"data {content.Length}"));
            input.Write(content);
            Line("");
        }
    }

    private static string Quote(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

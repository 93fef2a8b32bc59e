using System.Globalization;
using System.Text;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// What <c>git fast-import</c> reads to make the tree of a commit with some files changed: one process and one pack,
/// however many files there are.
/// </summary>
internal static class TreeImport
{
    /// <summary>A commit with the tree; nobody sees it, so it says nothing more.</summary>
    public const string Reference = "refs/pipeline/edit";

    /// <summary>Writes the input.</summary>
    /// <param name="parent">The commit whose other files stay.</param>
    /// <param name="changes">The files' new contents.</param>
    public static byte[] Of(string parent, IEnumerable<(CommittedFile File, byte[] Content)> changes)
    {
        using var input = new MemoryStream();
        Line("feature done");
        Line($"commit {Reference}");
        Line("committer Pipeline <pipeline@localhost> 0 +0000");
        Line("data 0");
        Line($"from {parent}");
        foreach (var (file, content) in changes)
        {
            Line($"M {file.Mode} inline {Quote(file.File.Path)}");
            Line(string.Create(CultureInfo.InvariantCulture, $"data {content.Length}"));
            input.Write(content);
            Line("");
        }

        Line("done");
        return input.ToArray();

        void Line(string text) => input.Write(Encoding.UTF8.GetBytes($"{text}\n"));
    }

    private static string Quote(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

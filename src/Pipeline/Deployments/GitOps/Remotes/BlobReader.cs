using System.Text;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Reads blobs out of a clone; missing ones are fetched at once.</summary>
internal sealed class BlobReader(GitOpsClone clone)
{
    /// <summary>The contents of some of a commit's blobs.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> Read(string commit, IReadOnlySet<string> blobs)
    {
        await FetchMissing(commit, blobs);
        var output = await clone.Pipe(Lines(blobs), "cat-file", "--batch");
        var contents = new Dictionary<string, byte[]>();
        for (var at = 0; at < output.Length; )
        {
            // "object type size LF content LF"
            var end = Array.IndexOf(output, (byte)'\n', at);
            var header = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
            if (header is not [var blob, "blob", var size])
                throw new GitException(["cat-file"], 0, string.Join(' ', header));

            at = end + 1;
            contents[blob] = output[at..(at + int.Parse(size))];
            at += contents[blob].Length + 1;
        }

        return contents;
    }

    // One request, or Git would fetch them one after another.
    private async Task FetchMissing(string commit, IReadOnlySet<string> blobs)
    {
        var listed = await clone.Pipe(
            $"{commit}\n",
            "rev-list",
            "--no-walk",
            "--objects",
            "--no-object-names",
            "--missing=print",
            "--stdin"
        );
        var missing = Encoding
            .ASCII.GetString(listed)
            .Split('\n')
            .Where(line => line.StartsWith('?'))
            .Select(line => line[1..])
            .Where(blobs.Contains)
            .ToArray();
        if (missing.Length == 0)
            return;

        try
        {
            await clone.Pipe(
                Lines(missing),
                "-c",
                "fetch.negotiationAlgorithm=noop",
                "fetch",
                "--quiet",
                "--no-tags",
                "--filter=blob:none",
                "--no-write-fetch-head",
                "--stdin",
                "origin"
            );
        }
        catch (GitException refusal)
            when (refusal.Error.Contains("not allow request for unadvertised object", StringComparison.Ordinal))
        {
            await clone.FetchFiles();
        }
    }

    private static string Lines(IEnumerable<string> blobs) => string.Concat(blobs.Select(blob => $"{blob}\n"));
}

using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Reads blobs out of a clone; missing ones are fetched at once.</summary>
internal sealed class BlobReader(GitOpsClone clone)
{
    /// <summary>The contents of blobs.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> Read(IReadOnlySet<string> blobs)
    {
        var contents = new Dictionary<string, byte[]>();
        Take(blobs);
        var missing = blobs.Where(blob => !contents.ContainsKey(blob)).ToArray();
        if (missing.Length == 0)
            return contents;

        await Fetch(missing);
        Take(missing);
        return Array.Find(missing, blob => !contents.ContainsKey(blob)) is { } lost
            ? throw new GitException(["cat-file"], 0, $"{lost} is missing")
            : contents;

        void Take(IReadOnlyCollection<string> names)
        {
            foreach (var blob in clone.Objects.Read(names).OfType<GitObject>())
                contents[blob.Id] = blob.Content;
        }
    }

    // One request, or Git would fetch them one after another.
    private async Task Fetch(string[] blobs)
    {
        try
        {
            await clone.Pipe(
                string.Concat(blobs.Select(blob => $"{blob}\n")),
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
}

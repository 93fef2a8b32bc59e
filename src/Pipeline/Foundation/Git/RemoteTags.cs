using System.Text.RegularExpressions;

namespace Pipeline.Foundation.Git;

/// <summary>The tags of a remote repository.</summary>
public static partial class RemoteTags
{
    /// <summary>Lists the tags and their commits.</summary>
    /// <param name="address">The repository's address.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="GitException">The repository does not answer.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> Read(
        string address,
        CancellationToken cancellation = default
    )
    {
        var listing = await GitCommand.Run(".", ["ls-remote", "--tags", "--", address], cancellation);
        var tags = new Dictionary<string, string>();
        foreach (var line in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (Tag().Match(line) is { Success: true } tag)
            {
                // An annotated tag is an object of its own; its commit is on a second line, with the suffix ^{}.
                var name = tag.Groups["name"].Value;
                if (tag.Groups["peeled"].Success || !tags.ContainsKey(name))
                    tags[name] = tag.Groups["commit"].Value;
            }

        return tags;
    }

    [GeneratedRegex(
        @"^(?<commit>[0-9a-f]{40})\trefs/tags/(?<name>[^\s^]+)(?<peeled>\^\{\})?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Tag();
}

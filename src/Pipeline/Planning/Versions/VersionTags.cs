using Pipeline.Foundation.Git;

namespace Pipeline.Planning.Versions;

/// <summary>The versions that were taken, as the tags of a Git repository tell.</summary>
public sealed class VersionTags
{
    // git show-ref and git ls-remote mark so what an annotated tag stands for.
    private const string Peeled = "^{}";
    private const string Prefix = "refs/tags/";

    private readonly Dictionary<string, string> commits = [];
    private readonly ILookup<string, string> names;

    private VersionTags(IEnumerable<(string Name, string Commit)> tags)
    {
        foreach (var (name, commit) in tags)
            commits[name] = commit;
        names = commits.Keys.ToLookup(name => name[..Math.Max(name.LastIndexOf('/'), 0)]);
    }

    /// <summary>No tag at all.</summary>
    public static VersionTags None { get; } = new([]);

    /// <summary>Reads those of a clone or a bare repository, without asking any other.</summary>
    /// <exception cref="GitException">Git answered that it cannot.</exception>
    public static async Task<VersionTags> Read(string directory, CancellationToken cancellation = default)
    {
        string[] arguments = ["show-ref", "--tags", "--dereference"];
        var found = await GitCommand.Try(directory, arguments, cancellation);
        // 1 says that there is none.
        return found.ExitCode <= 1
            ? Parse(found.StandardOutput)
            : throw new GitException(arguments, found.ExitCode, found.StandardError.Trim());
    }

    /// <summary>Reads what <c>git show-ref --dereference</c> or <c>git ls-remote</c> has written.</summary>
    public static VersionTags Parse(string references)
    {
        var tags = new Dictionary<string, string>();
        foreach (var line in references.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split([' ', '\t'], 2);
            if (parts.Length < 2 || !parts[1].StartsWith(Prefix, StringComparison.Ordinal))
                continue;

            var name = parts[1][Prefix.Length..];
            if (name.EndsWith(Peeled, StringComparison.Ordinal))
                tags[name[..^Peeled.Length]] = parts[0];
            else
                tags.TryAdd(name, parts[0]);
        }

        return new(tags.Select(tag => (tag.Key, tag.Value)));
    }

    /// <summary>Tags that are known, each by its name and its commit.</summary>
    public static VersionTags Of(IEnumerable<(string Name, string Commit)> tags) => new(tags);

    /// <summary>These, and those of another repository in the place of equal names.</summary>
    public VersionTags With(VersionTags others) =>
        new(commits.Concat(others.commits).Select(tag => (tag.Key, tag.Value)));

    /// <summary>The commit that a tag stands for; null where there is no such tag.</summary>
    /// <param name="revision">A tag's name, or its full one with <c>refs/tags/</c>.</param>
    public string? CommitOf(string revision) =>
        commits.GetValueOrDefault(IsTag(revision) ? revision[Prefix.Length..] : revision);

    /// <summary>True for a revision that is a tag's full name.</summary>
    public static bool IsTag(string? revision) => revision?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The commit that a revision stands for, in full or by its beginning; null where none is known.</summary>
    /// <param name="revision">A tag's full name, or a commit, as <see cref="VersionTag.RevisionOf"/> gives it.</param>
    public string? Resolve(string? revision) => IsTag(revision) ? CommitOf(revision!) : revision;

    /// <summary>The versions of a service that are counted by a kind of number, each with its commit.</summary>
    public IEnumerable<(T Version, string Commit)> Of<T>(string service)
        where T : struct, IVersionNumber<T>
    {
        foreach (var name in names[service])
            if (T.Parse(name[(service.Length + 1)..]) is { } version)
                yield return (version, commits[name]);
    }
}

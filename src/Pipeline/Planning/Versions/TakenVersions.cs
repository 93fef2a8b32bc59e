using Pipeline.Catalog;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning.Versions;

/// <summary>The taken versions, read from the tags of a Git repository.</summary>
internal sealed class TakenVersions
{
    // The suffix by which git show-ref and git ls-remote mark the target of an annotated tag.
    private const string Peeled = "^{}";
    private const string Prefix = "refs/tags/";

    private readonly Dictionary<string, string> commits = [];
    private readonly ILookup<string, string> names;

    private TakenVersions(IEnumerable<(string Name, string Commit)> tags)
    {
        foreach (var (name, commit) in tags)
            commits[name] = commit;
        names = commits.Keys.ToLookup(name => name[..Math.Max(name.LastIndexOf('/'), 0)]);
    }

    /// <summary>No tag at all.</summary>
    public static TakenVersions None { get; } = new([]);

    /// <summary>Reads the tags of a clone or bare repository, without its remotes.</summary>
    /// <exception cref="GitException">Git failed.</exception>
    public static async Task<TakenVersions> Read(string directory, CancellationToken cancellation = default)
    {
        string[] arguments = ["show-ref", "--tags", "--dereference"];
        var found = await GitCommand.Try(directory, arguments, cancellation);
        // Exit code 1: there is none.
        return found.ExitCode <= 1
            ? Parse(found.StandardOutput)
            : throw new GitException(arguments, found.ExitCode, found.StandardError.Trim());
    }

    /// <summary>Parses the output of <c>git show-ref --dereference</c> or <c>git ls-remote</c>.</summary>
    public static TakenVersions Parse(string references)
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

    /// <summary>Known tags, each with its name and commit.</summary>
    public static TakenVersions Of(IEnumerable<(string Name, string Commit)> tags) => new(tags);

    /// <summary>These tags with those of another repository, which win on equal names.</summary>
    public TakenVersions With(TakenVersions others) =>
        new(commits.Concat(others.commits).Select(tag => (tag.Key, tag.Value)));

    /// <summary>The commit of a tag; null where there is no such tag.</summary>
    /// <param name="revision">A tag's name, short or with <c>refs/tags/</c>.</param>
    public string? CommitOf(string revision) =>
        commits.GetValueOrDefault(IsTag(revision) ? revision[Prefix.Length..] : revision);

    /// <summary>True for the full name of a tag.</summary>
    public static bool IsTag(string? revision) => revision?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The commit of a revision, full or abbreviated; null where none is known.</summary>
    /// <param name="revision">A tag's full name, or a commit, as <see cref="VersionTag.RevisionOf"/> gives it.</param>
    public string? Resolve(string? revision) => IsTag(revision) ? CommitOf(revision!) : revision;

    /// <summary>
    /// The versions of a service as Go has them for a module in a folder of a repository, <c>auth/v1.4.0</c>, each with
    /// its commit.
    /// </summary>
    public IEnumerable<(SemanticVersion Version, string Commit)> OfModule(Service service)
    {
        foreach (var folder in new[] { service.Name, service.Path == "." ? "" : service.Path }.Distinct())
        foreach (var name in names[folder])
            if (
                name[(folder.Length == 0 ? 0 : folder.Length + 1)..] is ['v', .. var number]
                && SemanticVersion.Parse(number) is { } version
            )
                yield return (version, commits[name]);
    }

    /// <summary>The versions of a service of one kind of number, each with its commit.</summary>
    public IEnumerable<(T Version, string Commit)> Of<T>(string service)
        where T : struct, IVersionNumber<T>
    {
        foreach (var name in names[service])
            if (T.Parse(name[(service.Length + 1)..]) is { } version)
                yield return (version, commits[name]);
    }
}

using System.Text.RegularExpressions;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Pins;

/// <summary>
/// The target <c>UpdateActions</c>: asks the actions' repositories for their tags, moves pins to the newest release,
/// and refuses a tag that names another commit than it did when it was pinned.
/// </summary>
public static partial class ActionUpdates
{
    /// <summary>What stands before a repository's name in its address.</summary>
    public const string GitHub = "https://github.com/";

    /// <summary>
    /// Finds the newest releases, and writes them into the sources that hold the pins. With a tag that moved, nothing
    /// is written.
    /// </summary>
    /// <param name="pins">The pins.</param>
    /// <param name="sources">The source files that hold the pins, each in one of them.</param>
    /// <param name="tagsOf">Asks a repository, <c>OWNER/NAME</c>, for its tags and the commits that they name.</param>
    /// <param name="output">Is told about each pin.</param>
    /// <exception cref="WorkflowException">A tag moved, or vanished; or no source holds a pin.</exception>
    public static async Task Run(
        IReadOnlyCollection<ActionPin> pins,
        IReadOnlyCollection<string> sources,
        Func<string, Task<IReadOnlyDictionary<string, string>>> tagsOf,
        TextWriter output
    )
    {
        var newest = new List<(ActionPin Old, ActionPin New)>();
        var problems = new List<string>();
        foreach (var pin in pins)
        {
            var tags = await tagsOf(pin.Repository);
            if (Problem(pin, tags.GetValueOrDefault(pin.Version)) is { } problem)
                problems.Add(problem);
            else
                newest.Add((pin, Newest(pin, tags)));
        }

        if (problems.Count > 0)
            throw new WorkflowException(string.Join('\n', problems));

        var texts = new Dictionary<string, string>();
        foreach (var source in sources)
            texts[source] = await File.ReadAllTextAsync(source);
        foreach (var (old, next) in newest)
        {
            output.WriteLine(
                old == next
                    ? $"{old.Repository} {old.Version} is the newest"
                    : $"{old.Repository} {old.Version} → {next.Version}: read {GitHub}{old.Repository}/compare/{old.Commit[..12]}...{next.Commit[..12]} before this is merged"
            );
            Replace(texts, old, next);
        }

        foreach (var (source, text) in texts)
            await File.WriteAllTextAsync(source, text);
    }

    private static string? Problem(ActionPin pin, string? commit) =>
        commit == pin.Commit ? null
        : commit is null
            ? $"{pin.Repository} has no tag {pin.Version} any more, which {pin.Commit} was pinned by: find out why before anything is moved"
        : $"the tag {pin.Version} of {pin.Repository} moved: it named {pin.Commit} when it was pinned, and names {commit} now. A release that changes afterwards may be an attack: find out why before anything is moved";

    // A preview is no release.
    private static ActionPin Newest(ActionPin pin, IReadOnlyDictionary<string, string> tags)
    {
        var release = tags
            .Keys.Select(name => (Name: name, Match: Release().Match(name)))
            .Where(tag => tag.Match.Success)
            .MaxBy(tag => Version.Parse(tag.Match.Groups["version"].Value))
            .Name;
        return release is null ? pin : pin with { Version = release, Commit = tags[release] };
    }

    private static void Replace(Dictionary<string, string> texts, ActionPin old, ActionPin next)
    {
        var before = Written(old);
        var source =
            texts.Keys.FirstOrDefault(source => texts[source].Contains(before, StringComparison.Ordinal))
            ?? throw new WorkflowException($"no source holds {before}: compile them, and try again");
        texts[source] = texts[source].Replace(before, Written(next), StringComparison.Ordinal);
    }

    private static string Written(ActionPin pin) => $"\"{pin.Repository}\", \"{pin.Commit}\", \"{pin.Version}\"";

    [GeneratedRegex(@"^v(?<version>\d+\.\d+\.\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Release();
}

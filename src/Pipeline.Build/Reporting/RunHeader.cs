using Pipeline.Execution;
using Pipeline.Planning;

namespace Pipeline.Build.Reporting;

/// <summary>What is going to happen, in a few lines.</summary>
internal static class RunHeader
{
    /// <summary>The commit, and where it goes.</summary>
    public static string Title(RunOptions options)
    {
        var source = options.Source;
        return $"{options.Platform.Name} {source.Tag} on {source.Branch ?? "a detached HEAD"} → {options.Environment.Name}";
    }

    /// <summary>A line for each service that differs from the commit.</summary>
    public static IEnumerable<string> Uncommitted(RunOptions options) =>
        // What the files of a service are takes a look at the whole catalog.
        options.Source.Changes.IsEmpty
            ? []
            : options
                .Selected.Select(service =>
                    (service.Name, Changes: options.Source.ChangesOf(options.Platform, service))
                )
                .Where(service => !service.Changes.IsEmpty)
                .Select(service =>
                    $"{service.Name} has uncommitted changes ({Few(service.Changes)}): it is checked, but not pushed"
                );

    private static string Few(ImmutableArray<string> files) =>
        files.Length == 1 ? files[0] : $"{files[0]} and {files.Length - 1} more";
}

using Pipeline.Execution;
using Pipeline.Planning;

namespace Pipeline.Build.Reporting;

/// <summary>The header of a run.</summary>
internal static class RunHeader
{
    /// <summary>The commit and the environment.</summary>
    public static string Title(RunOptions options)
    {
        var source = options.Source;
        return $"{options.Platform.Name} {source.Tag} on {source.Branch ?? "a detached HEAD"} → {options.Environment.Name}";
    }

    /// <summary>A line for each service with uncommitted changes.</summary>
    public static IEnumerable<string> Uncommitted(RunOptions options) =>
        // Finding the files of a service takes the whole catalog.
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

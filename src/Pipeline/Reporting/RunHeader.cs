using Pipeline.Execution;

namespace Pipeline.Reporting;

/// <summary>What is going to happen, in a few lines.</summary>
internal static class RunHeader
{
    /// <summary>The commit and where it goes, the services, and those of them that differ from the commit.</summary>
    public static IEnumerable<string> Of(RunOptions options)
    {
        var source = options.Source;
        yield return $"{options.Platform.Name} {source.Tag} on {source.Branch ?? "a detached HEAD"} → {options.Environment.Name}";
        if (!options.Services.IsEmpty)
            yield return $"services: {string.Join(", ", options.Services.Select(service => service.Name))}";
        foreach (var service in options.Services)
            if (source.ChangesOf(options.Platform, service) is { IsEmpty: false } changes)
                yield return $"{service.Name} has uncommitted changes ({Few(changes)}): it is checked, but not pushed";
    }

    private static string Few(ImmutableArray<string> files) =>
        files.Length == 1 ? files[0] : $"{files[0]} and {files.Length - 1} more";
}

namespace Pipeline.Execution.Steps;

/// <summary>How to ask a tool for its version.</summary>
/// <param name="Program">Its name on the path, or a full path.</param>
/// <param name="Arguments">Make it print its version; empty: it is identified by its content.</param>
public sealed record ToolProbe(string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>True where any program with the name on the path may run, not only the first.</summary>
    public bool IncludesAll { get; init; }

    /// <summary>Environment variables that change what it does.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>Identifies this probe.</summary>
    internal string Question =>
        Arguments.IsEmpty && !IncludesAll ? Program : string.Join('\0', [$"{IncludesAll}", Program, .. Arguments]);

    /// <summary>
    /// Splits its output into the version, and files and folders to watch, which change when the version does without
    /// the program changing, such as the folder of its packages.
    /// </summary>
    public Func<string, (string Version, ImmutableArray<string> Watched)> Read { get; init; } = said => (said, []);

    /// <summary>Its output, an empty line, and then one watched file or folder a line.</summary>
    public static (string Version, ImmutableArray<string> Watched) WatchedLast(string said) =>
        said.LastIndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end
            ? (said[..end], [.. said[(end + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)])
            : (said, []);
}

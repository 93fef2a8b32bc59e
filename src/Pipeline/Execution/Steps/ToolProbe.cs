namespace Pipeline.Execution.Steps;

/// <summary>How to learn which version of a tool would run.</summary>
/// <param name="Program">Its name on the path, or a full path.</param>
/// <param name="Arguments">Make it tell its version; none: it is known by its content.</param>
public sealed record ToolProbe(string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>True where each program of the name on the path may come to run, and not only the first.</summary>
    public bool IncludesAll { get; init; }

    /// <summary>Environment variables that change what it does.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>What tells this question from any other one.</summary>
    internal string Question =>
        Arguments.IsEmpty && !IncludesAll ? Program : string.Join('\0', [$"{IncludesAll}", Program, .. Arguments]);

    /// <summary>
    /// Parts what it said into the version, and files and folders that change where the version does without the program
    /// changing, such as the folder of its packages.
    /// </summary>
    public Func<string, (string Version, ImmutableArray<string> Watched)> Read { get; init; } = said => (said, []);

    /// <summary>What it says ends in an empty line, and after that a watched file or folder a line.</summary>
    public static (string Version, ImmutableArray<string> Watched) WatchedLast(string said) =>
        said.LastIndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end
            ? (said[..end], [.. said[(end + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)])
            : (said, []);
}

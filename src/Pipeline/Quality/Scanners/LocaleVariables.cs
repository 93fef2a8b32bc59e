namespace Pipeline.Quality.Scanners;

/// <summary>
/// The environment variables that decide in any program how text is printed and sorted, and what time it is.
/// </summary>
internal static class LocaleVariables
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["LANG", "LC_ALL", "TZ"];
}

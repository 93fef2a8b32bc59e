namespace Pipeline.Foundation.Git;

/// <summary>A clone with a filter, for which Git fetches what it lacks at the moment that it needs it.</summary>
internal static class PartialClone
{
    /// <summary>What to do where the remote does not give what the clone lacks; null for other errors.</summary>
    public static string? Remedy(string error) =>
        error.Contains("from promisor remote", StringComparison.Ordinal)
            ? "this clone is partial, and its remote does not give what it lacks: try again when it answers, or complete the clone by \"git fetch --refetch --no-filter\""
            : null;
}

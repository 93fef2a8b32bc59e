namespace Pipeline.Catalog;

/// <summary>One thing that is wrong with a catalog.</summary>
/// <param name="File">The catalog's path, as the user would type it.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Message">What is wrong, what was expected, what to do.</param>
public sealed record CatalogProblem(string File, long Line, long Column, string Message)
{
    /// <summary>The form that editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>The catalog cannot be used; the message lists everything that is wrong with it.</summary>
public sealed class CatalogException(IReadOnlyList<CatalogProblem> problems)
    : Exception(string.Join('\n', problems.Select(problem => problem.ToString())))
{
    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<CatalogProblem> Problems => problems;
}

using Pipeline.Foundation;

namespace Pipeline.Catalog;

/// <summary>A problem in a catalog.</summary>
/// <param name="File">The catalog's path, as the user would type it.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Message">What is wrong, what was expected, what to do.</param>
public sealed record CatalogProblem(string File, long Line, long Column, string Message)
{
    /// <summary><c>FILE:LINE:COLUMN: message</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {MessageText.Line(Message)}";
}

/// <summary>The catalog is invalid; the message lists every problem.</summary>
public sealed class CatalogException(IReadOnlyList<CatalogProblem> problems)
    : Exception(string.Join('\n', [.. problems.Select(problem => problem.ToString()), Reference]))
{
    private const string Reference = "docs/reference/catalog.md of Pipeline describes every key";

    /// <summary>The problems, in the order of the file.</summary>
    public IReadOnlyList<CatalogProblem> Problems => problems;
}

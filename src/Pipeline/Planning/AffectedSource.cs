using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>A service or base image affected by a change.</summary>
/// <param name="Source">The service or base image.</param>
/// <param name="File">
/// A changed file that affects it, relative to the catalog's folder; null where the changes are not known.
/// </param>
/// <param name="Through">
/// The edges of the catalog that lead from the service to the file; empty for a file of its own.
/// </param>
internal sealed record AffectedSource(ImageSource Source, string? File, ImmutableArray<string> Through)
{
    /// <summary>Why it is affected, such as <c>libs/common/x.go through dependsOn flag → libs/common</c>.</summary>
    public string Reason =>
        string.Join(
            " through ",
            new[] { File, string.Join(" → ", Through) }.Where(part => !string.IsNullOrEmpty(part))
        );
}

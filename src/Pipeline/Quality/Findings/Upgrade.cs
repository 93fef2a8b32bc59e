using System.Text;
using Pipeline.Catalog;

namespace Pipeline.Quality.Findings;

/// <summary>A vulnerable package, and the version to upgrade it to.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Installed">The installed version.</param>
/// <param name="Target">The earliest version known to fix everything that has a fix.</param>
/// <param name="Severity">The worst severity among the fixed findings.</param>
/// <param name="Fixes">The rules of the fixed findings.</param>
/// <param name="Unfixed">The number of findings without a fix.</param>
public sealed record Upgrade(
    string Package,
    string Installed,
    string Target,
    Severity Severity,
    ImmutableArray<string> Fixes,
    int Unfixed
);

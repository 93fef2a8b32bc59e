using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Proposal;

/// <summary>Writes what holds for a whole platform as keys of a catalog.</summary>
/// <param name="origin">What Git says of the repository.</param>
/// <param name="facts">What workflows say.</param>
internal sealed class PlatformEntries(RepositoryOrigin origin, WorkflowFacts facts)
{
    /// <summary>The platform's name: that before the services' own in their images, else the repository's.</summary>
    public CatalogEntry Name(IEnumerable<ManifestImage> images)
    {
        var stated = images
            .Where(image => image.Reference.Repository.Contains('/', StringComparison.Ordinal))
            .Select(image => new Evidence(image.Reference.Repository.Split('/')[0], image.File.Path, image.Start.Line))
            .DistinctBy(prefix => prefix.Fact)
            .ToArray();
        return stated is [var only] && CandidateName.Of(only.Fact) == only.Fact
            ? CatalogEntry.Text("platform", only.Fact, only.Place)
            : CatalogEntry.Text(
                "platform",
                CandidateName.Of(origin.Name) is { Length: > 0 } name ? name : "platform",
                "the repository's name"
            );
    }

    /// <summary>The page of the sources; null where there is none.</summary>
    public CatalogEntry? Source =>
        origin.Page is { } page ? CatalogEntry.Text("source", page, "the remote \"origin\"") : null;

    /// <summary>The branch that is delivered from; null for main.</summary>
    public CatalogEntry? Branch =>
        facts.Branches is [{ Fact: not "main" } only] ? CatalogEntry.Text("branch", only.Fact, only.Place)
        : facts.Branches.IsEmpty && origin.Branch is { } current and not "main"
            ? CatalogEntry.Text("branch", current, "the branch that is checked out")
        : null;

    /// <summary>The versions of languages; null where none is stated.</summary>
    public CatalogEntry? Matrix(ImmutableArray<ServiceCandidate> services)
    {
        var versions = facts
            .Versions.Where(each => services.Any(service => service.Language?.Name == each.Language))
            .GroupBy(each => each.Language, each => each.Version)
            .Select(group =>
                CatalogEntry.List(
                    group.Key,
                    group.Select(version => version.Fact),
                    string.Join(", ", group.Select(version => version.Place))
                )
            )
            .ToArray();
        return versions.Length == 0 ? null : new CatalogEntry("matrix").WithAll(versions);
    }

    /// <summary>The least coverage of tests; null where none is stated, or several are.</summary>
    public CatalogEntry? Policy =>
        facts.Coverage is [var coverage]
            ? new CatalogEntry("policy").WithAll(new CatalogEntry("coverage", coverage.Fact, coverage.Place))
            : null;
}

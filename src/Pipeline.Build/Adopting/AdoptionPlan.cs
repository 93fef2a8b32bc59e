using Pipeline.Adoption;
using Pipeline.Adoption.Proposal;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Quality.Findings;

namespace Pipeline.Build.Adopting;

/// <summary>What an adoption found, and what it would write.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Proposal">The catalog.</param>
/// <param name="Review">What in workflows, Dockerfiles and manifests lets a bad delivery pass today.</param>
internal sealed record AdoptionPlan(
    AdoptedRepository Repository,
    CatalogProposal Proposal,
    ImmutableArray<Finding> Review
)
{
    /// <summary>The files to write; empty where all stand as they are to be, or questions come first.</summary>
    public ImmutableArray<PlannedFile> Files { get; init; } = [];

    /// <summary>
    /// How the catalog that is there differs from the proposal; empty where it does not, or there is none.
    /// </summary>
    public ImmutableArray<string> Difference { get; init; } = [];

    /// <summary>The jobs that people wrote, and what does their work from now on.</summary>
    public ImmutableArray<ReplacedJob> Replaced { get; init; } = [];

    /// <summary>The workflows that the build generates for the catalog.</summary>
    public ImmutableArray<ExistingWorkflow> Workflows { get; init; } = [];

    /// <summary>What is left to do.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

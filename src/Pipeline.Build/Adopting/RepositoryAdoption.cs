using Nuke.Common.IO;
using Pipeline.Adoption;
using Pipeline.Adoption.Proposal;
using Pipeline.Adoption.Review;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Build.Run;
using Pipeline.Foundation.Files;
using Pipeline.Quality;
using Pipeline.Quality.Findings;
using Pipeline.Workflows;

namespace Pipeline.Build.Adopting;

/// <summary>Plans what an adoption writes; the files are written elsewhere.</summary>
/// <param name="build">The build, whose workflows the repository gets.</param>
/// <param name="repository">The repository.</param>
/// <param name="manifests">The repository of its manifests, which may be the same.</param>
/// <param name="bootstrap">What starts Pipeline there.</param>
internal sealed class RepositoryAdoption(
    IPipelineBuild build,
    AdoptedRepository repository,
    AdoptedRepository manifests,
    Bootstrap bootstrap
)
{
    private const string Catalog = "pipeline.yaml";

    private readonly RepositoryTree tree = repository.Tree;

    private string? ExistingCatalog => tree.Text(Catalog);

    /// <summary>Plans.</summary>
    /// <param name="given">The answers, each as <c>KEY=VALUE</c>.</param>
    /// <exception cref="AdoptionException">It cannot be done; the message says why.</exception>
    public async Task<AdoptionPlan> Plan(IEnumerable<string> given)
    {
        var answers = Answers.Read(given, ExistingCatalog);
        var proposal = new CatalogDraft(repository, manifests, SupportedLanguages.Declared, answers).Propose();
        ImmutableArray<Finding> review =
        [
            .. RepositoryReview.OfPipeline(tree, proposal.Platform?.Services ?? []).Distinct(),
        ];
        if (proposal.Platform is not { } platform || !proposal.Questions.IsEmpty)
            return new(repository, proposal, review);

        build.Lifecycle.Take(platform);
        var workflows = Workflows();
        ImmutableArray<ExistingWorkflow> generated = [.. workflows.Select(Parsed).OfType<ExistingWorkflow>()];
        var replaced = ReplacedJob.Of(ExistingWorkflow.In(tree), generated);
        ImmutableArray<PlannedFile> files =
            ExistingCatalog is null || ExistingCatalog == proposal.Text ? [.. Changed(proposal, workflows)] : [];
        var ignored = await IgnoredPath.Of(tree.Root, [.. files.Select(file => file.Path)]);
        return new(repository, proposal, review)
        {
            Difference = ExistingCatalog is { } existing ? proposal.DifferenceFrom(existing) : [],
            Files = files,
            Replaced = replaced,
            Workflows = generated,
            Notes =
            [
                .. proposal.Lacking,
                .. Notes(workflows),
                .. ignored.Select(path => $"Git ignores {path.Path}, by {path.Place}: \"git add --force\" commits it"),
                .. Doubled(replaced),
            ],
        };
    }

    private IEnumerable<string> Doubled(ImmutableArray<ReplacedJob> replaced)
    {
        if (repository.Origin.HasChanges)
            yield return $"{tree.Root} has changes that are not committed: commit them first, so that what Adopt writes is a commit of its own";
        if (replaced.Any(job => !job.By.IsEmpty))
            yield return "take out the jobs that are replaced in the same commit: else both deliver";
    }

    /// <summary>Reviews a repository, with the services that are found in it.</summary>
    public static FindingSet Review(AdoptedRepository repository)
    {
        try
        {
            var draft = new CatalogDraft(
                repository,
                repository,
                SupportedLanguages.Declared,
                Answers.Read([], catalog: null)
            );
            return RepositoryReview.Of(repository.Tree, draft.Propose().Platform?.Services ?? []);
        }
        catch (AdoptionException)
        {
            // What cannot be adopted can be reviewed.
            return RepositoryReview.Of(repository.Tree, []);
        }
    }

    // Those for the repository alone: a build may have others for its own.
    private ImmutableArray<PlannedFile> Workflows() =>
        [
            .. WorkflowFiles
                .Of(build)
                .Where(file => tree.Root.Contains(file.Path) && file.Content.Length > 0)
                .Select(file => new PlannedFile(SlashedPath.Between(tree.Root, file.Path), file.Content)),
        ];

    private static ExistingWorkflow? Parsed(PlannedFile file) =>
        ExistingWorkflow.Of(file.Path, System.Text.Encoding.UTF8.GetBytes(file.Content));

    private IEnumerable<PlannedFile> Changed(CatalogProposal proposal, ImmutableArray<PlannedFile> workflows) =>
        new[] { new PlannedFile(Catalog, proposal.Text) }
            .Concat(bootstrap.Files)
            .Concat(Foreign(workflows).Any() ? [] : workflows)
            .Where(file => tree.Text(file.Path) != file.Content);

    // A person's file stays, whatever its name.
    private IEnumerable<string> Foreign(ImmutableArray<PlannedFile> workflows) =>
        workflows
            .Select(file => file.Path)
            .Where(path =>
                tree.Text(path) is { } text && !string.IsNullOrWhiteSpace(text) && GeneratedFile.OriginOf(text) is null
            );

    private IEnumerable<string> Notes(ImmutableArray<PlannedFile> workflows) =>
        Foreign(workflows).ToArray() is { Length: > 0 } foreign
            ? bootstrap.Notes.Prepend(
                $"no workflow is written, as {string.Join(", ", foreign)} would be overwritten: rename what you keep, and run Adopt again"
            )
            : bootstrap.Notes;
}

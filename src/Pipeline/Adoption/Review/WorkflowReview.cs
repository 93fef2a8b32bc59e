using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>The rules for workflows that people wrote.</summary>
internal static class WorkflowReview
{
    /// <summary>The name of these rules in reports.</summary>
    public const string Tool = "workflows";

    /// <summary>The findings in the workflows of a repository.</summary>
    public static IEnumerable<Finding> Check(RepositoryTree tree, IEnumerable<ExistingWorkflow> workflows) =>
        workflows.SelectMany(workflow =>
            GateRules
                .Check(workflow)
                .Concat(PushRules.Check(workflow))
                .Concat(new SubstitutionRules(tree).Check(workflow))
                .Concat(ImageRules.Check(workflow))
                .Concat(TrustRules.Check(workflow))
                .Concat(RightsRules.Check(workflow))
        );
}

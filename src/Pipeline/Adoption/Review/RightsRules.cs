using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>Finds rights that are wider or last longer than a job needs.</summary>
internal static class RightsRules
{
    private static readonly ReviewRule NoPermissions = new(
        WorkflowReview.Tool,
        "no-permissions",
        Severity.Medium,
        "workflows of Pipeline have \"permissions: {}\" at the top, and each job states what it needs and why"
    );

    private static readonly ReviewRule AllRights = NoPermissions with { Id = "write-all", Severity = Severity.High };

    private static readonly ReviewRule NoTimeout = new(
        WorkflowReview.Tool,
        "no-timeout",
        Severity.Low,
        "each job of Pipeline's workflows has its own limit, and so has each step of the build"
    );

    private static readonly ReviewRule StaticKey = new(
        WorkflowReview.Tool,
        "static-cloud-key",
        Severity.Medium,
        "jobs of Pipeline assume one role for each environment, by OpenID Connect"
    );

    private static readonly ReviewRule AllSecrets = new(
        WorkflowReview.Tool,
        "inherited-secrets",
        Severity.Medium,
        "workflows of Pipeline name each secret, in jobs that are bound to an environment"
    );

    /// <summary>The findings in a workflow.</summary>
    public static IEnumerable<Finding> Check(ExistingWorkflow workflow) =>
        Permissions(workflow)
            .Concat(workflow.Jobs.SelectMany(job => Timeout(job).Concat(Keys(job)).Concat(Secrets(job))));

    /// <summary>True where permissions stated in a map give the right to write.</summary>
    public static bool Grants(ManifestMap map, string scope) =>
        map["permissions"] is ManifestMap scopes
            ? scopes.Text(scope) == "write"
            : map.Text("permissions") == "write-all";

    private static IEnumerable<Finding> Permissions(ExistingWorkflow workflow)
    {
        if (workflow.Map.Text("permissions") == "write-all")
            yield return AllRights.At(
                workflow.Path,
                ((ManifestScalar)workflow.Map["permissions"]!).Line,
                "every job, and each action in it, may change code, packages and releases"
            );
        if (
            workflow.Map["permissions"] is null
            && workflow.Jobs.FirstOrDefault(job => job.Map["permissions"] is null) is { } job
        )
            yield return NoPermissions.At(
                workflow.Path,
                job.Key.Line,
                $"the job {job.Key.Value} has the rights that the repository's settings give to all, which may be to write to everything"
            );
    }

    private static IEnumerable<Finding> Timeout(ExistingJob job)
    {
        if (
            job.Calls is null
            && job.Map["timeout-minutes"] is null
            && job.Steps.Any(step => step.Map["timeout-minutes"] is null)
        )
            yield return NoTimeout.At(
                job.Workflow.Path,
                job.Key.Line,
                $"the job {job.Key.Value} may hang for six hours, GitHub's default, and hold up what waits for it"
            );
    }

    private static IEnumerable<Finding> Keys(ExistingJob job) =>
        job
            .Steps.Select(step => step.With("aws-access-key-id"))
            .OfType<ManifestScalar>()
            .Where(key => key.Value.Contains("secrets.", StringComparison.Ordinal))
            .Select(key =>
                StaticKey.At(
                    job.Workflow.Path,
                    key.Line,
                    "a key that does not expire opens the account to whoever reads it once, until somebody rotates it"
                )
            );

    private static IEnumerable<Finding> Secrets(ExistingJob job)
    {
        if (job.Calls is not null && job.Map["secrets"] is ManifestScalar { Value: "inherit" } all)
            yield return AllSecrets.At(
                job.Workflow.Path,
                all.Line,
                $"{job.Calls.Value} gets every secret of the repository, also those that it does not need"
            );
    }
}

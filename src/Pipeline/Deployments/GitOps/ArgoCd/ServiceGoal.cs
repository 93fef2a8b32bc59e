using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>The state that a service's applications must reach.</summary>
/// <param name="step">The service's step.</param>
/// <param name="bump">The bump in the GitOps repository.</param>
/// <param name="commits">Finds commits of the repository.</param>
internal sealed class ServiceGoal(StepContext step, ImageBump bump, DeliveredCommits commits)
{
    public StepContext Step => step;

    /// <summary>The name of the application named after the service.</summary>
    public string Name => step.Environment.ArgoCd!.ApplicationOf(step.Service.Name, step.Environment.Name);

    /// <summary>A description of the goal, for messages.</summary>
    public string Description =>
        bump.Commit is { } commit ? $"commit {commit[..7]} or later" : $"the image {bump.Reference.Tag}";

    /// <summary>The service's applications.</summary>
    public Application[] Own(IEnumerable<Application> all) =>
        ServiceApplications.Of(step.Environment, step.Service, all);

    /// <summary>Judges one of its applications.</summary>
    public async Task<Verdict> Judge(Application application)
    {
        // Where no commit of this run set the image, any commit that contains it will do.
        var isDelivered = bump.Commit is { } commit
            ? await commits.AreIn(commit, application.Revisions)
            : Runs(application);
        var operation = application.Status.OperationState;
        var verdict = Verdict.Of(
            application,
            isDelivered,
            operation is not null && await Concerns(operation, application, isDelivered) ? operation : null
        );
        return verdict.Progress == Progress.Reached && Overriding(application) is { } other
            ? Verdict.Overridden(application, other, bump.Reference)
            : verdict;
    }

    private async Task<bool> Concerns(OperationState operation, Application application, bool isDelivered)
    {
        // An operation without revisions was for those that the application is compared with.
        if (!operation.Revisions.Any())
            return isDelivered;

        return bump.Commit is { } commit
            ? await commits.AreIn(commit, operation.Revisions)
            : isDelivered && operation.Revisions.Intersect(application.Revisions).Any();
    }

    // A commit that is synced is no image that runs: what overrides the manifests is applied too. Argo CD names the
    // images of what runs, as the manifests state them, or not at all.
    private string? Overriding(Application application)
    {
        var own = (application.Status.Summary?.Images ?? [])
            .Where(image => ImageReference.Parse(image).Name == bump.Reference.Name)
            .ToArray();
        return own.Any(States) ? null : own.FirstOrDefault();
    }

    // Kustomize and Helm need not state all of it.
    private bool States(string image) =>
        ImageReference.Parse(image) is var stated
        && (stated.Digest ?? bump.Reference.Digest) == bump.Reference.Digest
        && (stated.Tag ?? bump.Reference.Tag) == bump.Reference.Tag;

    /// <summary>True where an application runs exactly the image.</summary>
    public bool Runs(Application application) =>
        (application.Status.Summary?.Images ?? []).Any(image =>
            image == bump.Reference.ToString()
            || (bump.Reference.Digest is { } digest && image.EndsWith($"@{digest}", StringComparison.Ordinal))
        );
}

using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>
/// The commits of versions in manifests. The repository with the tags is only asked where there are any.
/// </summary>
internal sealed class DeliveredVersions(StepContext step)
{
    private TakenVersions tags = TakenVersions.None;

    /// <summary>Resolves revisions of <see cref="VersionTag.RevisionOf"/>.</summary>
    public async Task Look(IEnumerable<string?> revisions)
    {
        if (!revisions.Any(TakenVersions.IsTag))
            return;

        try
        {
            tags = await (await VersionRegister.Of(step)).Tags(step.Cancellation);
        }
        catch (Exception unknown) when (unknown is RemoteRejectedException or StepFailedException or GitException)
        {
            step.Log.Write($"the commits of versions are known from this clone alone: {unknown.Message}");
            tags = await TakenVersions.Read(step.Source.Root, step.Cancellation);
        }
    }

    /// <summary>The commit, full or abbreviated; null where it is unknown.</summary>
    public string? CommitOf(string? revision) => tags.Resolve(revision);
}

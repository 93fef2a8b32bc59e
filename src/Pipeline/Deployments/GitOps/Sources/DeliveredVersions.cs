using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>The commits of the versions that manifests name. The repository that counts them is asked only where they name any.</summary>
internal sealed class DeliveredVersions(StepContext step)
{
    private VersionTags tags = VersionTags.None;

    /// <summary>Learns what revisions stand for, as <see cref="VersionTag.RevisionOf"/> tells them.</summary>
    public async Task Look(IEnumerable<string?> revisions)
    {
        if (!revisions.Any(VersionTags.IsTag))
            return;

        try
        {
            tags = await (await VersionRegister.Of(step)).Tags(step.Cancellation);
        }
        catch (Exception unknown) when (unknown is RemoteRejectedException or StepFailedException or GitException)
        {
            step.Log.Write($"which commits versions stand for is told by this clone alone: {unknown.Message}");
            tags = await VersionTags.Read(step.Source.Root, step.Cancellation);
        }
    }

    /// <summary>The commit, in full or by its beginning; null where none is known.</summary>
    public string? CommitOf(string? revision) => tags.Resolve(revision);
}

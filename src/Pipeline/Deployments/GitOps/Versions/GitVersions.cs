using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Images.Versions;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>
/// Versions images by the tags of the sources' own repository; local environments on this machine alone.
/// </summary>
internal sealed class GitVersions : IImageVersions
{
    // Each lost attempt means that another run won, so long pauses are not needed.
    private static readonly RetrySchedule Schedule = new()
    {
        Attempts = 30,
        First = TimeSpan.FromMilliseconds(100),
        Longest = TimeSpan.FromSeconds(5),
    };

    /// <inheritdoc />
    public async Task<PlannedVersion?> Find(Service service, StepContext step)
    {
        if (service.Versioning == Versioning.Sha)
            return PlannedVersion.Find(service, step.Source, TakenVersions.None);

        try
        {
            var register = await VersionRegister.Of(step);
            return PlannedVersion.Find(service, step.Source, await register.Tags(step.Cancellation));
        }
        catch (Exception unknown) when (unknown is RemoteRejectedException or StepFailedException or GitException)
        {
            // An image can be built without a version; Push fails without one.
            step.Log.Write($"whether {service.Name} has a version at this commit is unknown: {unknown.Message}");
            return null;
        }
    }

    /// <inheritdoc />
    public async Task<PlannedVersion> Take(Service service, StepContext step)
    {
        if (await Find(service, step) is { } known)
            return known;

        try
        {
            return await (await VersionRegister.Of(step)).Take(service, step, Schedule);
        }
        catch (RemoteRejectedException refused)
        {
            var reason = Explain(refused.Rejection);
            throw refused.Rejection.IsCurable ? new TransientException(reason) : new StepFailedException(reason);
        }
        catch (Exception refused) when (refused is SourceException or GitException)
        {
            throw new StepFailedException(refused.Message);
        }
    }

    private static string Explain(RemoteRejection rejection)
    {
        var reason = rejection.Kind switch
        {
            RejectionKind.Race or RejectionKind.Network => "the repository of the sources could not be reached",
            RejectionKind.Missing => "the remote of the sources does not exist: correct it with \"git remote set-url\"",
            RejectionKind.Hook => "a hook of the sources' repository refused the tag: follow its message",
            RejectionKind.Protected =>
                "tags of the sources' repository are protected against this push: let the pipeline's identity create tags named SERVICE/VERSION",
            RejectionKind.Rights =>
                "the sources' repository does not let the pipeline create a tag: give Git a credential that may write there (contents: write, and GITHUB_TOKEN, in GitHub Actions)",
            RejectionKind.HostKey => "the host key of the sources' repository is unknown: add it to known_hosts",
            _ => "the sources' repository refused the tag",
        };
        return $"no version was taken: {reason} ({rejection.Message})";
    }
}

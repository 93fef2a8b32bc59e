using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Versions;

/// <summary>The versions of a run's services, shared by all of its steps.</summary>
internal sealed class VersionRegister
{
    private readonly IVersionStore store;
    private readonly Lock gate = new();
    private Task<TakenVersions>? tags;

    private VersionRegister(IVersionStore store) => this.store = store;

    /// <summary>The register of a step's run.</summary>
    /// <exception cref="StepFailedException">There is no repository for tags.</exception>
    public static Task<VersionRegister> Of(StepContext step) =>
        step.Shared(async cancellation => new VersionRegister(
            step.Environment.IsLocal
                ? new LocalVersions(step.Source.Root, LocalVersions.In(step.Artifacts))
                : await RemoteVersions.Open(step.Source.Root, step.Log.Write, cancellation)
        ));

    /// <summary>The tags, read once.</summary>
    /// <exception cref="RemoteRejectedException">The repository does not answer.</exception>
    public Task<TakenVersions> Tags(CancellationToken cancellation)
    {
        lock (gate)
        {
            // The first caller may be cancelled, which must not fail the others.
            if (tags is null or { IsFaulted: true } or { IsCanceled: true })
                tags = store.Read(CancellationToken.None);
            return tags.WaitAsync(cancellation);
        }
    }

    /// <summary>The version of a service at the commit; claims a new one where it has none.</summary>
    /// <exception cref="RemoteRejectedException">The repository refuses the tag.</exception>
    public async Task<PlannedVersion> Take(Service service, StepContext step, RetrySchedule schedule)
    {
        try
        {
            return await schedule.Run(
                _ => Take(service, step),
                failure => failure is TagTakenException,
                lost =>
                {
                    step.Log.Write(lost.Failure.Message);
                    Forget();
                },
                step.Cancellation
            );
        }
        catch (TagTakenException last)
        {
            throw new TransientException(
                $"{schedule.Attempts} times another run took the next version of {service.Name} first, {last.Tag} the last time"
            );
        }
    }

    private async Task<PlannedVersion> Take(Service service, StepContext step)
    {
        var planned = await PlannedVersion.Of(
            step.Platform,
            service,
            step.Source,
            await Tags(step.Cancellation),
            step.Cancellation
        );
        if (planned.GitTag is not { } tag || planned.IsTaken)
            return planned;
        return await store.Claim(tag, step.Source.Commit, step.Cancellation)
            ? planned with
            {
                IsTaken = true,
            }
            : throw new TagTakenException(tag);
    }

    private void Forget()
    {
        lock (gate)
            tags = null;
    }

    private sealed class TagTakenException(string tag) : Exception($"{tag} was taken by another run")
    {
        public string Tag => tag;
    }
}

using Pipeline.Catalog;
using Pipeline.Deployments.Ecs.Revisions;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>What a service runs, or is on its way to.</summary>
/// <param name="State">The service's state.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Container">The container that runs the image.</param>
/// <param name="Tags">What the revision was made for; null for one of others.</param>
internal sealed record RunningRevision(EcsService State, TaskRevision Revision, string Container, RevisionTags? Tags)
{
    /// <summary>The image, with its tag where Pipeline has set it.</summary>
    public ImageReference Image
    {
        get
        {
            var written = ImageReference.Parse(TaskContent.ImageOf(Revision.Definition, Container) ?? "");
            return Tags?.Service.Image is { } delivered && delivered with { Tag = null } == written
                ? delivered
                : written;
        }
    }

    /// <summary>The source commit of the image; null where it is unknown.</summary>
    public string? SourceCommit => Image == Tags?.Service.Image ? Tags.Service.SourceCommit : null;

    /// <summary>False for a revision of Pipeline that no run has seen healthy yet.</summary>
    public bool IsProven => Tags is null or { Deployed: not null };

    /// <summary>The name of the revision to go back to from the next one.</summary>
    public string Good => IsProven ? Revision.Name : Tags!.Before ?? Revision.Name;

    /// <summary>Reads it.</summary>
    public static async Task<RunningRevision> Of(ServiceAccess access, EcsService state)
    {
        var revision = await access.Revision(state.TaskDefinition);
        return new(
            state,
            revision,
            TaskContent.ContainerOf(revision.Definition, access.Service, access.Stated, revision.Name),
            revision.TagsOf(access.Service, access.Environment)
        );
    }
}

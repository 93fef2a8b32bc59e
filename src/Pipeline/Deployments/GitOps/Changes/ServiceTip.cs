using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>The state of one service at one commit of an environment's branch.</summary>
internal sealed class ServiceTip
{
    private readonly StepContext step;
    private readonly Service service;
    private readonly CloneFiles files;
    private readonly ImmutableArray<CommittedFile> committed;
    private readonly ServicePlaces places;
    private readonly PinFile pins;
    private readonly OtherWriters writers;

    private ServiceTip(
        StepContext step,
        string commit,
        CloneFiles files,
        ImmutableArray<CommittedFile> committed,
        ServicePlaces places,
        PinFile pins,
        OtherWriters writers,
        Pin? pin
    )
    {
        this.step = step;
        service = step.Service;
        this.files = files;
        this.committed = committed;
        this.pins = pins;
        this.writers = writers;
        Commit = commit;
        this.places = places;
        Pin = pin;
    }

    /// <summary>The commit.</summary>
    public string Commit { get; }

    /// <summary>The images that the service's manifests name; there is at least one.</summary>
    public ImmutableArray<ManifestImage> Images => places.Images;

    /// <summary>The service's pin; null for none.</summary>
    public Pin? Pin { get; }

    /// <summary>The first image's tag, or all of it where it has none, for messages.</summary>
    public string Name => Images[0].Reference.Tag ?? Images[0].Image;

    /// <summary>The one image that the service runs.</summary>
    /// <exception cref="StepFailedException">Its manifests name several.</exception>
    public ImageReference Image =>
        Images.FirstOrDefault(other => other.Image != Images[0].Image) is not { } other
            ? Images[0].Reference
            : throw new StepFailedException(
                $"{service.Name} runs two images: {Images[0]} and {other}; make them one first"
            );

    /// <summary>True where the image is stated already.</summary>
    public bool States(ImageReference image) => Images.All(stated => stated.States(image));

    /// <summary>The service with a wanted image.</summary>
    public ServiceManifests To(ImageReference image) => ServiceManifests.Of(places, service, image, Pin, writers);

    /// <summary>Reads a step's service at the tip of a clone's branch.</summary>
    /// <exception cref="ManifestException">The service's image is unknown.</exception>
    public static async Task<ServiceTip> Read(
        StepContext step,
        GitOpsClone clone,
        GitOpsRepository target,
        DeploymentEnvironment environment
    )
    {
        var tip = await clone.Fetch();
        var reader = new CloneFiles(clone, new());
        var path = PinFile.PathIn(target.Path);
        string[] folders = step.Service.ManifestsIn(environment.Name) is { } own
            ? [RepositoryPath.Combine(target.Path, own), path]
            : [target.Path];
        var found = await reader.Read(tip, folders);
        var pinFile = found.FirstOrDefault(entry => entry.File.Path == path)?.File;
        var pinned = PinFile.Read(path, pinFile?.Content);
        var manifests = found.Select(entry => entry.File).Where(file => file != pinFile).ToArray();
        var located = new ServiceImages(manifests, target.Path, step.Platform.Services, environment.Name)
        {
            Environments = step.Platform.Environments.Select(other => other.Name),
        }.Locate(step.Service);
        var others = new OtherWriters(
            manifests.Concat(await reader.ReadWriters(tip)),
            step.Platform.Services,
            environment
        );
        return new(step, tip, reader, found, located, pinned, others, pinned.Find(step.Service.Name, environment.Name));
    }

    /// <summary>Commits a change on top of this commit.</summary>
    /// <exception cref="StepFailedException">The manifests cannot be edited.</exception>
    /// <exception cref="ManifestException">The pins cannot be edited.</exception>
    public async Task<CommittedChange> With(ServiceChange change, CommitIdentity identity)
    {
        var manifests = change.Image is { } image ? To(image) : null;
        var contents = manifests is null ? [] : await Contents(manifests);
        if (change.Pins?.Invoke(pins) is { } content)
            contents.Add((CommittedPins(), content));
        var commit = await files.Commit(Commit, contents, change.Message, identity);
        return new(
            commit,
            contents[0].File.File.Path,
            manifests is null ? "" : string.Concat(ManifestEdits.Of(manifests).Select(edit => edit.Diff()))
        )
        {
            Warning = manifests?.Warning,
        };
    }

    private async Task<List<(CommittedFile File, byte[] Content)>> Contents(ServiceManifests manifests)
    {
        var edits = new ManifestEdits([manifests]);
        var contents = await new RenderProof(step, files, Commit).Apply(edits);
        var refusal =
            ExactImage.Refuse(manifests.Wanted)
            ?? manifests.Situation.Left?.Reason
            ?? manifests.Situation.Refusal
            ?? edits.RefusalOf(manifests);
        return refusal is null
            ? [.. contents.Select(edit => (committed.First(entry => entry.File == edit.Key), edit.Value))]
            : throw new StepFailedException(refusal);
    }

    private CommittedFile CommittedPins() =>
        committed.FirstOrDefault(entry => entry.File.Path == pins.Path)
        ?? new(new ManifestFile(pins.Path, []), "100644");
}

using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Manifests;
using Pipeline.GitOps.Remotes;

namespace Pipeline.GitOps.Changes;

/// <summary>What one commit of an environment's branch says about one service.</summary>
internal sealed class ServiceTip
{
    private readonly StepContext step;
    private readonly CloneFiles files;
    private readonly ImmutableArray<CommittedFile> committed;
    private readonly Pins pins;

    private ServiceTip(
        StepContext step,
        string commit,
        CloneFiles files,
        ImmutableArray<CommittedFile> committed,
        ImmutableArray<ManifestImage> images,
        Pins pins,
        Pin? pin
    )
    {
        this.step = step;
        this.files = files;
        this.committed = committed;
        this.pins = pins;
        Commit = commit;
        Images = images;
        Pin = pin;
    }

    /// <summary>The commit.</summary>
    public string Commit { get; }

    /// <summary>The images that the service's manifests name; there is at least one.</summary>
    public ImmutableArray<ManifestImage> Images { get; }

    /// <summary>What keeps the service at its image; null where nothing does.</summary>
    public Pin? Pin { get; }

    /// <summary>The one image that the service runs.</summary>
    /// <exception cref="StepFailedException">Its manifests name several.</exception>
    public ImageReference Image =>
        Images.FirstOrDefault(other => other.Image != Images[0].Image) is not { } other
            ? Images[0].Reference
            : throw new StepFailedException(
                $"{step.Service.Name} runs two images: {Images[0]} and {other}; make them one first"
            );

    /// <summary>True where nothing has to be written to run the image.</summary>
    public bool States(ImageReference image) => Images.All(stated => stated.States(image));

    /// <summary>Reads what the tip of a clone's branch says about a step's service.</summary>
    /// <exception cref="ManifestException">The service's image cannot be told.</exception>
    public static async Task<ServiceTip> Read(
        StepContext step,
        GitOpsClone clone,
        GitOpsRepository target,
        Environment environment
    )
    {
        var tip = await clone.Fetch();
        var reader = new CloneFiles(clone, []);
        var path = Pins.PathIn(target.Path);
        string[] folders = step.Service.ManifestsIn(environment.Name) is { } own
            ? [RepositoryPath.Combine(target.Path, own), path]
            : [target.Path];
        var found = await reader.Read(tip, folders);
        var pinsFile = found.FirstOrDefault(entry => entry.File.Path == path)?.File;
        var known = Pins.Read(path, pinsFile?.Content);
        var manifests = found.Select(entry => entry.File).Where(file => file != pinsFile).ToArray();
        var images = new ServiceImages(manifests, target.Path, step.Platform.Services, environment.Name).Find(
            step.Service
        );
        return new(step, tip, reader, found, images, known, known.Find(step.Service.Name, environment.Name));
    }

    /// <summary>Commits a change on top of the commit.</summary>
    /// <exception cref="StepFailedException">The manifests cannot be edited.</exception>
    /// <exception cref="ManifestException">The pins cannot be edited.</exception>
    public async Task<CommittedChange> With(ServiceChange change, CommitIdentity identity)
    {
        var edits = Edits(change.Image);
        var contents = edits
            .Apply()
            .Select(edit => (File: committed.First(entry => entry.File == edit.Key), Content: edit.Value))
            .ToList();
        var bump = edits.Services.FirstOrDefault();
        var diff = bump is null ? "" : edits.DiffOf(bump);
        if (change.Pins?.Invoke(pins) is { } content)
            contents.Add((PinsFile(), content));
        var commit = await files.Commit(Commit, contents, change.Message, identity);
        return new(commit, contents[0].File.File.Path, diff);
    }

    private BumpEdits Edits(ImageReference? image)
    {
        if (image is null)
            return new([]);

        var bump = ServiceBump.Of(step, image);
        var stale = Images
            .Select(found => new BumpEdit(bump, found, found.EditsTo(image)))
            .Where(edit => edit.Edits.Length > 0);
        var edits = new BumpEdits([.. stale]);
        edits.Apply();
        return bump.Result is { } refused ? throw new StepFailedException(refused.Reason!) : edits;
    }

    private CommittedFile PinsFile() =>
        committed.FirstOrDefault(entry => entry.File.Path == pins.Path)
        ?? new(new ManifestFile(pins.Path, []), "100644");
}

using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.History;
using Pipeline.GitOps.Manifests;
using Pipeline.GitOps.Remotes;
using Pipeline.GitOps.Versions;
using Pipeline.Planning.Versions;

namespace Pipeline.GitOps;

/// <summary>What is done on one tip of the branch: the edits are made anew each time, never merged.</summary>
internal sealed class BumpAttempt(
    StepContext context,
    GitOpsRepository target,
    ImmutableArray<ServiceBump> services,
    CommitIdentity identity,
    bool skipCi,
    Action<string> log
)
{
    private readonly Dictionary<(string Path, string Blob), ManifestFile> known = [];
    private readonly string pins = Pins.PathIn(target.Path);
    private readonly RunOrigin origin = RunOrigin.Current(identity.Committer);
    private readonly DeliveredVersions versions = new(context);
    private readonly SourceHistory history = new(
        context.Source,
        context.Artifacts / "gitops" / $"{context.Environment.Name}.sources",
        log,
        context.Cancellation
    );

    /// <summary>Sets the images of all services that have no result yet.</summary>
    /// <exception cref="RemoteRejectedException">The remote did not take part; no result was given to what it concerns.</exception>
    public async Task Run(GitOpsClone clone)
    {
        var tip = await clone.Fetch();
        var files = new CloneFiles(clone, known);
        var committed = await files.Read(tip, Folders());
        HoldPinned(committed.FirstOrDefault(entry => entry.File.Path == pins)?.File);
        var manifests = committed.Where(entry => entry.File.Path != pins).Select(entry => entry.File);
        var edits = new BumpEdits([.. await Plan([.. manifests])]);
        var contents = edits.Apply();
        if (contents.Count == 0)
            return;

        var changed = edits.Services;
        var commit = await files.Commit(
            tip,
            [
                .. committed
                    .Where(entry => contents.ContainsKey(entry.File))
                    .Select(entry => (entry, contents[entry.File])),
            ],
            context.Redact(
                BumpMessage.Write(
                    context.Environment.Name,
                    context.Source,
                    origin,
                    skipCi,
                    [.. changed.Select(service => (service.Service.Name, service.Reference))]
                )
            ),
            identity
        );
        await clone.Push(commit);
        log($"pushed {commit} to {target.Branch} of {target.Repository}");
        foreach (var service in changed)
            service.Settle(
                edits.FileOf(service),
                commit,
                $"{edits.Describe(service)}, commit {commit[..7]}",
                edits.DiffOf(service)
            );
    }

    private void HoldPinned(ManifestFile? file)
    {
        if (file is null)
            return;

        var pinned = Pins.Read(file.Path, file.Content);
        foreach (var service in services.Where(service => service.Result is null))
            if (pinned.Find(service.Service.Name, context.Environment.Name) is { } pin)
                service.Result = StepResult.PassedWith($"{pin}: not bumped");
    }

    private IEnumerable<string> Folders() =>
        services.All(service => service.Service.Manifests is not null)
            ? services
                .Select(service =>
                    RepositoryPath.Combine(target.Path, service.Service.ManifestsIn(context.Environment.Name))
                )
                .Append(pins)
                .Distinct()
            : [target.Path];

    private async Task<IEnumerable<BumpEdit>> Plan(ManifestFile[] files)
    {
        // Each parses itself when it is first looked at: better on all cores than one after another.
        Parallel.ForEach(files, file => _ = file.Problem);
        var images = new ServiceImages(files, target.Path, context.Platform.Services, context.Environment.Name);
        var stale = services
            .Where(service => service.Result is null)
            .SelectMany(service => Stale(service, images))
            .ToLookup(edit => edit.Service);
        await versions.Look(stale.SelectMany(edits => edits).Select(RevisionOf));
        var ages = await history.AgesOf(stale.SelectMany(edits => edits).Select(BuildOf).OfType<string>());
        return stale.Where(edits => !IsSuperseded(edits.Key, edits, ages)).SelectMany(edits => edits);
    }

    private static BumpEdit[] Stale(ServiceBump service, ServiceImages images)
    {
        service.Doubt = "";
        try
        {
            var found = images.Find(service.Service);
            var stale = found
                .Select(image => new BumpEdit(service, image, image.EditsTo(service.Reference)))
                .Where(edit => edit.Edits.Length > 0)
                .ToArray();
            if (stale.Length == 0)
                service.Settle(
                    found[0].File.Path,
                    commit: null,
                    $"already at {service.Reference.Tag} ({found[0].Place})"
                );
            return stale;
        }
        catch (ManifestException refusal)
        {
            service.Refuse(refusal.Message);
            return [];
        }
    }

    // A tag of another repository names a build of something else.
    private static string? RevisionOf(BumpEdit edit) =>
        edit.Image.Reference.Repository is var repository
        && (repository.Length == 0 || repository == edit.Service.Reference.Repository)
            ? VersionTag.RevisionOf(edit.Service.Service.Name, edit.Image.Reference.Tag)
            : null;

    private string? BuildOf(BumpEdit edit) => versions.CommitOf(RevisionOf(edit));

    private bool IsSuperseded(
        ServiceBump service,
        IEnumerable<BumpEdit> edits,
        IReadOnlyDictionary<string, BuildAge> ages
    )
    {
        foreach (var edit in edits)
            if (BuildOf(edit) is { } build)
            {
                var tag = edit.Image.Reference.Tag;
                if (ages[build] == BuildAge.Later)
                {
                    service.Result = StepResult.PassedWith(
                        $"superseded by {tag}, a later commit ({edit.Image.Place}): left as it is"
                    );
                    return true;
                }

                if (ages[build] == BuildAge.Unknown)
                    service.Doubt =
                        $"; whether {tag} is a later commit is not known here, for neither this clone nor its remote tells of it";
            }

        return false;
    }
}

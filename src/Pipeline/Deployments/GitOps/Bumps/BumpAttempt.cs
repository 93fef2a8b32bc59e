using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Bumps;

/// <summary>
/// A bump on one tip of the branch: everything is decided and edited again on each tip, never merged.
/// </summary>
/// <param name="deliveries">The images.</param>
/// <param name="target">The repository.</param>
/// <param name="identity">Who commits.</param>
/// <param name="history">What was deployed before, for a fix to name.</param>
/// <param name="skipsCi">True where the commit goes to the sources' own repository and would start a run there.</param>
/// <param name="outcomes">Takes the outcome of each delivery; one that could not be pushed has none.</param>
/// <param name="log">Takes progress.</param>
internal sealed class BumpAttempt(
    ImmutableArray<Delivery> deliveries,
    GitOpsRepository target,
    CommitIdentity identity,
    DeploymentHistory history,
    bool skipsCi,
    Dictionary<Delivery, BumpOutcome> outcomes,
    Action<string> log
)
{
    private readonly StepContext step = deliveries[0].Step;
    private readonly KnownFiles known = new();
    private readonly string pinPath = PinFile.PathIn(target.Path);
    private readonly RunOrigin origin = RunOrigin.Current(identity.Committer);
    private readonly AgeComparison ages = new(
        deliveries[0].Step,
        deliveries[0].Step.Source,
        deliveries[0].Step.Environment.Name,
        log
    );

    /// <summary>Sets the images of all services that change.</summary>
    /// <exception cref="RemoteRejectedException">The remote refused; affected deliveries have no outcome.</exception>
    /// <exception cref="ManifestException">The pins cannot be read.</exception>
    public async Task Run(GitOpsClone clone)
    {
        var tip = await clone.Fetch();
        var files = new CloneFiles(clone, known);
        var committed = await files.Read(tip, Folders());
        var plan = await Plan(committed, await files.ReadWriters(tip));
        var contents = await new RenderProof(step, files, tip).Apply(plan.Edits);
        var changes = Decide(plan);
        if (changes.Length == 0)
            return;

        var message = BumpMessage.Write(
            step.Environment.Name,
            origin,
            skipsCi,
            deliveries[0].Options.Reason,
            [.. changes.Select(change => Deployed(change.Delivery, change.Manifests))]
        );
        step.RefuseSecrets(message, "the commit");
        var commit = await files.Commit(
            tip,
            [
                .. committed
                    .Where(entry => contents.ContainsKey(entry.File))
                    .Select(entry => (entry, contents[entry.File])),
            ],
            message,
            identity
        );
        await clone.Push(commit);
        log($"pushed {commit} to {target.Branch} of {target.Repository}");
        foreach (var (delivery, manifests, decision) in changes)
            outcomes[delivery] = BumpOutcome.Written(delivery, manifests, decision, commit);
    }

    private (Delivery Delivery, ServiceManifests Manifests, Decision.Change Decision)[] Decide(DeliveryPlan plan)
    {
        var changes = new List<(Delivery, ServiceManifests, Decision.Change)>();
        foreach (var (delivery, (manifests, decision)) in deliveries.Zip(plan.Deliveries))
            if (decision is Decision.Change change)
            {
                outcomes.Remove(delivery);
                changes.Add((delivery, manifests, change));
            }
            else
                outcomes[delivery] = BumpOutcome.Left(delivery, manifests, decision);

        return [.. changes];
    }

    private DeployedService Deployed(Delivery delivery, ServiceManifests manifests) =>
        new(delivery.Step.Service.Name)
        {
            Image = delivery.Image,
            SourceCommit = step.Source.Commit,
            SourceTime = step.Source.Time,
            Reverts = delivery.Options.IsFix ? Before(delivery.Step.Service.Name, manifests)?.Commit : null,
            Overrides = delivery.Overridden,
        };

    // The deployment of the image that is replaced; null after a manual edit.
    private DeploymentRecord? Before(string service, ServiceManifests manifests) =>
        history
            .Of(service, step.Environment.Name)
            .FirstOrDefault(deployment => manifests.Images.All(stated => stated.States(deployment.Service.Image!)));

    private string[] Folders() =>
        deliveries.All(delivery => delivery.Step.Service.Manifests is not null)
            ?
            [
                .. deliveries
                    .Select(delivery =>
                        RepositoryPath.Combine(target.Path, delivery.Step.Service.ManifestsIn(step.Environment.Name))
                    )
                    .Append(pinPath)
                    .Distinct(),
            ]
            : [target.Path];

    private async Task<DeliveryPlan> Plan(ImmutableArray<CommittedFile> committed, ManifestFile[] beside)
    {
        var pins = PinFile.Read(pinPath, committed.FirstOrDefault(entry => entry.File.Path == pinPath)?.File.Content);
        var files = committed.Select(entry => entry.File).Where(file => file.Path != pinPath).ToArray();
        // Files are parsed on first use: better in parallel than one after another.
        Parallel.ForEach(files, file => _ = file.Problem);
        var images = new ServiceImages(files, target.Path, step.Platform.Services, step.Environment.Name)
        {
            Environments = step.Platform.Environments.Select(other => other.Name),
        };
        var writers = new OtherWriters(files.Concat(beside), step.Platform.Services, step.Environment);
        var services = deliveries
            .Select(delivery =>
                ServiceManifests
                    .Find(
                        images,
                        delivery.Step.Service,
                        delivery.Image,
                        pins.Find(delivery.Step.Service.Name, step.Environment.Name),
                        writers
                    )
                    .Held(delivery.Held)
            )
            .ToImmutableArray();
        return new(services, await ages.Of([.. services.SelectMany(service => service.Situation.Builds)]));
    }
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.History;
using Pipeline.GitOps.Manifests;
using Pipeline.GitOps.Remotes;

namespace Pipeline.GitOps.Audit;

/// <summary>What the GitOps repository of an environment says, at one commit.</summary>
internal sealed record EnvironmentSnapshot
{
    public required Environment Environment { get; init; }

    /// <summary>Why nothing could be read, as a sentence; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True where the repository is one of this machine's own that no delivery has made yet.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What was deployed, to this and to all environments of the same branch.</summary>
    public DeploymentHistory History { get; init; } = DeploymentHistory.Empty;

    /// <summary>The images of the manifests.</summary>
    public ServiceImages? Images { get; init; }

    /// <summary>The pins.</summary>
    public ImmutableArray<Pin> Pinned { get; init; } = [];

    /// <summary>Reads environments one after another; each branch's history is read once.</summary>
    /// <param name="environments">The environments.</param>
    /// <param name="platform">The catalog.</param>
    /// <param name="artifacts">The folder that clones are kept under.</param>
    /// <param name="withManifests">True to read manifests and pins, too.</param>
    /// <param name="log">Takes what Git says.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<EnvironmentSnapshot>> Read(
        IEnumerable<Environment> environments,
        Platform platform,
        AbsolutePath artifacts,
        bool withManifests,
        Action<string> log,
        CancellationToken cancellation
    )
    {
        var histories = new Dictionary<(string, string), DeploymentHistory>();
        var snapshots = ImmutableArray.CreateBuilder<EnvironmentSnapshot>();
        foreach (var environment in environments)
        {
            var repository = new EnvironmentRepository(environment, platform, artifacts, new RetrySchedule(), log);
            try
            {
                snapshots.Add(
                    repository.IsMissing
                        ? new()
                        {
                            Environment = environment,
                            IsMissing = true,
                            Problem = "nothing was delivered yet",
                        }
                        : await Read(environment, platform, repository, histories, withManifests, cancellation)
                );
            }
            catch (Exception failure) when (failure is StepFailedException or ManifestException)
            {
                snapshots.Add(new() { Environment = environment, Problem = failure.Message });
            }
        }

        return snapshots.ToImmutable();
    }

    private static async Task<EnvironmentSnapshot> Read(
        Environment environment,
        Platform platform,
        EnvironmentRepository repository,
        Dictionary<(string, string), DeploymentHistory> histories,
        bool withManifests,
        CancellationToken cancellation
    )
    {
        const string Purpose = "reading what runs";
        var target = repository.Target;
        var key = (target.Repository, target.Branch);
        if (!histories.TryGetValue(key, out var history))
            histories[key] = history = DeploymentHistory.Parse(await repository.ReadLog(Purpose, cancellation));
        var snapshot = new EnvironmentSnapshot { Environment = environment, History = history };
        if (!withManifests)
            return snapshot;

        var path = Pins.PathIn(target.Path);
        await repository.Use(
            Purpose,
            async clone =>
            {
                string[] folders = target.Path.Length > 0 ? [target.Path] : [];
                var committed = await new CloneFiles(clone, []).Read(await clone.Fetch(), folders);
                var pins = committed.FirstOrDefault(entry => entry.File.Path == path)?.File;
                var manifests = committed.Select(entry => entry.File).Where(file => file != pins).ToArray();
                snapshot = snapshot with
                {
                    Images = new(manifests, target.Path, platform.Services, environment.Name),
                    Pinned = Pins.Read(path, pins?.Content).All,
                };
            },
            cancellation
        );
        return snapshot;
    }
}

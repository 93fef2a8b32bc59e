using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.GitOps.Audit;

/// <summary>The manifests and pins of an environment, at one commit.</summary>
internal sealed class RepositoryStatements
{
    private readonly DeploymentEnvironment environment;
    private readonly ServiceImages images;
    private readonly PinFile pins;
    private readonly OtherWriters writers;

    private RepositoryStatements(
        DeploymentEnvironment environment,
        ServiceImages images,
        PinFile pins,
        OtherWriters writers
    )
    {
        this.environment = environment;
        this.images = images;
        this.pins = pins;
        this.writers = writers;
    }

    /// <summary>Reads them from the tip of the environment's branch.</summary>
    public static async Task<RepositoryStatements> Read(
        EnvironmentRepository repository,
        DeploymentEnvironment environment,
        Platform platform,
        string purpose,
        CancellationToken cancellation
    )
    {
        var target = repository.Target;
        var path = PinFile.PathIn(target.Path);
        RepositoryStatements? statements = null;
        await repository.Use(
            purpose,
            async clone =>
            {
                var (tip, reader) = (await clone.Fetch(), new CloneFiles(clone, new()));
                var committed = await reader.Read(tip, [target.Path]);
                var pinFile = committed.FirstOrDefault(entry => entry.File.Path == path)?.File;
                var manifests = committed.Select(entry => entry.File).Where(file => file != pinFile).ToArray();
                statements = new(
                    environment,
                    new(manifests, target.Path, platform.Services, environment.Name),
                    PinFile.Read(path, pinFile?.Content),
                    new(manifests.Concat(await reader.ReadWriters(tip)), platform.Services, environment)
                );
            },
            cancellation
        );
        return statements!;
    }

    /// <summary>The state of a service, with its deployments.</summary>
    public ServiceState StateOf(Service service, DeploymentHistory history)
    {
        var deployments = history.Of(service.Name, environment.Name).ToArray();
        var state = new ServiceState
        {
            Service = service.Name,
            Environment = environment.Name,
            Last = deployments.FirstOrDefault(),
            Pin = pins.Find(service.Name, environment.Name),
        };
        try
        {
            var places = images.Locate(service);
            var found = places.Images;
            return state with
            {
                LeftTo = writers.LeftTo(service)?.Writer,
                Hidden =
                [
                    .. writers
                        .Of(service, places)
                        .Where(writer => writer.Refuses && writer.Effect == WriterEffect.Hides)
                        .Select(writer => $"{writer}"),
                ],
                Updater = state.Last is { } last
                    ? UpdaterCommits.WriterOf(history.Commits, last, found[0].Reference)
                    : null,
                Image = found[0].Reference,
                Place = found[0].Place,
                IsContainer = found[0].IsContainer,
                IsOwn = found[0].Reference.Repository.EndsWith(service.Image, StringComparison.Ordinal),
                Deployment = deployments.FirstOrDefault(deployment =>
                    found.All(stated => stated.States(deployment.Service.Image!))
                ),
            };
        }
        catch (ManifestException refusal)
        {
            return state with { Problem = refusal.Message };
        }
    }
}

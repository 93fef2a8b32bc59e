using Pipeline.Catalog;
using Pipeline.GitOps.Changes;
using Pipeline.GitOps.Health;
using Pipeline.GitOps.History;
using Pipeline.GitOps.Manifests;

namespace Pipeline.GitOps.Audit;

/// <summary>What runs of a service in an environment, since when and because of whom.</summary>
public sealed record ServiceState
{
    /// <summary>The service's name.</summary>
    public required string Service { get; init; }

    /// <summary>The environment's name.</summary>
    public required string Environment { get; init; }

    /// <summary>The image that the manifest states; null where none could be read.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Where the manifest states it, file and line.</summary>
    public string? Place { get; init; }

    /// <summary>What brought the image; null where no commit of Pipeline did.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>The last image that was brought; another than <see cref="Image"/> after an edit by hand. Null where there was none.</summary>
    public Deployment? Last { get; init; }

    /// <summary>What keeps the service at its image; null where nothing does.</summary>
    public Pin? Pin { get; init; }

    /// <summary>How it fares; null where nobody was asked.</summary>
    public ServiceHealth? Health { get; init; }

    /// <summary>Why nothing could be read, as a sentence; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True where nothing was ever delivered to the environment on this machine.</summary>
    internal bool IsMissing { get; init; }

    /// <summary>True where a workload names the image itself, so that it has to name it in full.</summary>
    internal bool IsContainer { get; init; }

    /// <summary>True for an image of the service, and false for one that holds its place.</summary>
    internal bool IsOwn { get; init; }

    /// <summary>What a snapshot says about a service.</summary>
    internal static ServiceState Of(Service service, EnvironmentSnapshot snapshot)
    {
        var state = new ServiceState
        {
            Service = service.Name,
            Environment = snapshot.Environment.Name,
            Problem = snapshot.Problem,
            IsMissing = snapshot.IsMissing,
        };
        if (snapshot.Images is not { } images)
            return state;

        var deployments = snapshot.History.Of(service.Name, snapshot.Environment.Name).ToArray();
        state = state with
        {
            Last = deployments.FirstOrDefault(),
            Pin = snapshot.Pinned.FirstOrDefault(pin =>
                pin.Service == service.Name && pin.Environment == snapshot.Environment.Name
            ),
        };
        try
        {
            var found = images.Find(service);
            return state with
            {
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

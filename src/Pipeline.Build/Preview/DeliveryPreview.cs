using Pipeline.Execution;
using Pipeline.Planning;

namespace Pipeline.Build.Preview;

/// <summary>What a delivery would do; <c>docs/preview.md</c> describes its JSON.</summary>
public sealed record DeliveryPreview
{
    /// <summary>The version of the JSON's shape; it grows when a reader of the old shape would go wrong.</summary>
    public const int CurrentSchema = 1;

    /// <summary><see cref="CurrentSchema"/> when the preview was made.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>Where the images would go.</summary>
    public required string Environment { get; init; }

    /// <summary>The full object name of the commit that would be delivered.</summary>
    public required string Commit { get; init; }

    /// <summary>The tag that the images would get.</summary>
    public required string Tag { get; init; }

    /// <summary>The base that services are affected since; null where what has changed does not matter.</summary>
    public string? Since { get; init; }

    /// <summary>Where the manifests were read; null where they were not.</summary>
    public string? Manifests { get; init; }

    /// <summary>The services that would be worked on, in the order of the catalog.</summary>
    public required ImmutableArray<ServicePreview> Services { get; init; }

    /// <summary>Puts together what is known. Nothing is read and nothing is run: equal arguments give an equal preview.</summary>
    /// <param name="options">What the run would work on.</param>
    /// <param name="services">The services, and why they are worked on.</param>
    /// <param name="since">The base; null or blank where there is none.</param>
    /// <param name="steps">The targets that would run for each service, from <see cref="PreviewSteps"/>.</param>
    /// <param name="manifests">The manifests, from <see cref="PreviewSource"/>.</param>
    /// <param name="later">The commits that are newer: what they delivered stays.</param>
    /// <param name="versions">The versions that the images would get, from <see cref="PreviewVersions"/>.</param>
    public static DeliveryPreview Of(
        RunOptions options,
        ImmutableArray<SelectedSource> services,
        string? since,
        ImmutableArray<string> steps,
        PreviewManifests manifests,
        LaterCommits later,
        PreviewVersions versions
    )
    {
        var hasVersions = options.Platform.HasVersions;
        return new()
        {
            Platform = options.Platform.Name,
            Environment = options.Environment.Name,
            Commit = options.Source.Commit,
            Tag = options.Source.Tag,
            Since = string.IsNullOrWhiteSpace(since) ? null : since,
            Manifests = manifests.Origin,
            Services =
            [
                .. services.Select(service =>
                    ServicePreview.Of(options, service, steps, manifests, later, versions, hasVersions)
                ),
            ],
        };
    }

    /// <summary>The same, now that it is known which of the steps would be replayed.</summary>
    /// <param name="cached">Those that would be, from <see cref="PreviewCache"/>.</param>
    public DeliveryPreview WithCached(ImmutableHashSet<StepKey> cached) =>
        cached.IsEmpty ? this : this with { Services = [.. Services.Select(service => service.WithCached(cached))] };
}

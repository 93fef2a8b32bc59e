using Pipeline.Execution.Steps;

namespace Pipeline.Build.Preview;

/// <summary>A preview of a delivery; <c>docs/reference/preview.md</c> describes its JSON.</summary>
internal sealed record DeliveryPreview
{
    /// <summary>The version of the JSON's format; it grows with incompatible changes.</summary>
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

    /// <summary>The base that services are affected since; null where changes do not matter.</summary>
    public string? Since { get; init; }

    /// <summary>Where the manifests were read; null where they were not.</summary>
    public string? Manifests { get; init; }

    /// <summary>That the environment is frozen, as a sentence; null where it is not.</summary>
    public string? Frozen { get; init; }

    /// <summary>The services that would be worked on, in the order of the catalog.</summary>
    public required ImmutableArray<ServicePreview> Services { get; init; }

    /// <summary>The same preview, with the steps that would be replayed.</summary>
    /// <param name="cached">The steps that would be replayed, from <see cref="PreviewCache"/>.</param>
    public DeliveryPreview WithCached(ImmutableHashSet<StepKey> cached) =>
        cached.IsEmpty ? this : this with { Services = [.. Services.Select(service => service.WithCached(cached))] };
}

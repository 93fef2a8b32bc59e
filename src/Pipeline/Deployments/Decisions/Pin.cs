using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>Keeps a service in an environment at its image until the pin is released.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record Pin(string Service, string Environment)
{
    /// <summary>The pinned image; null where the pin does not say.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>The reason; empty where the pin does not say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who pinned it; empty where the pin does not say.</summary>
    public string By { get; init; } = "";

    /// <summary>When it was pinned; null where the pin does not say.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The part of a sentence that says so.</summary>
    public override string ToString()
    {
        var image = Image is null ? "" : $" at {Image.Tag ?? Image.Digest ?? Image.Name}";
        var since = Since is { } time ? $" since {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
        var by = By.Length > 0 ? $" by {By}" : "";
        return $"pinned{image}{since}{by}{(Reason.Length > 0 ? $" ({Reason})" : "")}";
    }
}

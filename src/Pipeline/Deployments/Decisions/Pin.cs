using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>Keeps a service in an environment at its image: a bump leaves it as it is until the pin is released.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record Pin(string Service, string Environment)
{
    /// <summary>The image that it is kept at; null where whoever wrote the pin did not say.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Why; empty where that was not said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who pinned it; empty where that was not said.</summary>
    public string By { get; init; } = "";

    /// <summary>Since when; null where that was not said.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The sentence part that says so.</summary>
    public override string ToString()
    {
        var image = Image is null ? "" : $" at {Image.Tag ?? Image.Digest ?? Image.Name}";
        var since = Since is { } time ? $" since {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
        var by = By.Length > 0 ? $" by {By}" : "";
        return $"pinned{image}{since}{by}{(Reason.Length > 0 ? $" ({Reason})" : "")}";
    }
}

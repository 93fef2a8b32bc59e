using Pipeline.Catalog;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>The state of a service on a host, as <c>inspect.sh</c> tells it.</summary>
/// <param name="Host">The host.</param>
/// <param name="Machine">The host's kind of processor, by <c>uname -m</c>.</param>
/// <param name="HasSystemd">False where no systemd runs the host.</param>
internal sealed record HostedService(HostAddress Host, string Machine, bool HasSystemd)
{
    private const string ReleasesFolder = "releases/";

    /// <summary>Where the link to the current release points; null where there is none.</summary>
    public string? Link { get; init; }

    /// <summary>True where something other than a link to a release has its name.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>The releases that are there.</summary>
    public ImmutableArray<string> Releases { get; init; } = [];

    /// <summary>How the unit's file compares with the current release's: same, edited, foreign or missing.</summary>
    public string Unit { get; init; } = "missing";

    /// <summary>The unit's properties, by the names of systemd.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The log of deployments, from the first.</summary>
    public ImmutableArray<LogEntry> Log { get; init; } = [];

    /// <summary>A hash of what decisions are made on.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>The current release; null for none.</summary>
    public string? Current =>
        Link?.StartsWith(ReleasesFolder, StringComparison.Ordinal) == true ? Link[ReleasesFolder.Length..] : Link;

    /// <summary>The entry of the last deployment that set an image; null for none.</summary>
    public LogEntry? Last => Log.LastOrDefault(entry => entry.Release is not null);

    /// <summary>The entry of the current release; null where no deployment made it the current one.</summary>
    public LogEntry? Deployed => Log.LastOrDefault(entry => entry.Release is not null && entry.Release == Current);

    /// <summary>The image of the current release; null where it is unknown.</summary>
    public ImageReference? Image => Deployed?.Image is { } image ? ImageReference.Parse(image) : null;

    /// <summary>True where its process runs.</summary>
    public bool IsUp => (Property("ActiveState"), Property("SubState")) is ("active", "running");

    /// <summary>What its unit does, in the words of systemd.</summary>
    public string Activity =>
        $"{Property("ActiveState")} ({Property("SubState")}){(Property("Result") is { Length: > 0 } and not "success" and var result ? $", {result}" : "")}";

    private string Property(string name) => Properties.GetValueOrDefault(name, "unknown");
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>A line of the log of deployments, which each host keeps beside its releases of a service.</summary>
internal sealed record LogEntry
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<DeploymentAction>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was done.</summary>
    public required DeploymentAction Action { get; init; }

    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The environment that the image was promoted from; null for other actions.</summary>
    public string? From { get; init; }

    /// <summary>The run: the URL of its page, or a name.</summary>
    public required string Run { get; init; }

    /// <summary>Who started the run.</summary>
    public required string Actor { get; init; }

    /// <summary>The reason that a person gave; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The image, by tag and digest; null where none was set, as when a pin is released.</summary>
    public string? Image { get; init; }

    /// <summary>The release's folder; null where no image was set.</summary>
    public string? Release { get; init; }

    /// <summary>The commit that the image was built from; null where it is unknown.</summary>
    public string? SourceCommit { get; init; }

    /// <summary>The time of that commit; null where it is unknown.</summary>
    public DateTimeOffset? SourceTime { get; init; }

    /// <summary>The id of the deployment that this takes back; null for none.</summary>
    public string? Reverts { get; init; }

    /// <summary>The gates that it was let past; null for none.</summary>
    public string? Overrides { get; init; }

    /// <summary>The same on each host: a hash of the line, as long as the name of a commit.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write())))[..40];

    /// <summary>The entry as a line.</summary>
    public string Write() => JsonSerializer.Serialize(this, Format);

    /// <summary>The entry of a line; null for one that a host has not written whole.</summary>
    public static LogEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LogEntry>(line, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The pin that entries leave in force: that of the last rollback, until it is released.</summary>
    /// <param name="entries">The entries of one service, from the first.</param>
    public static Pin? PinOf(IEnumerable<LogEntry> entries) =>
        entries.LastOrDefault(entry => entry.Action is DeploymentAction.Rollback or DeploymentAction.Release)
            is { Action: DeploymentAction.Rollback } rollback
            ? new(rollback.Service, rollback.Environment)
            {
                Image = rollback.Image is { } image ? ImageReference.Parse(image) : null,
                Reason = rollback.Reason ?? "",
                By = rollback.Actor,
                Since = rollback.Time,
            }
            : null;

    /// <summary>The deployment that it records.</summary>
    public DeploymentRecord ToRecord() =>
        new()
        {
            Commit = Id,
            Time = Time,
            Trailers = new()
            {
                Action = Action,
                Environment = Environment,
                From = From,
                Run = Run,
                Actor = Actor,
                Reason = Reason,
                Services = [Deployed],
            },
            Service = Deployed,
        };

    private DeployedService Deployed =>
        new(Service)
        {
            Image = Image is { } image ? ImageReference.Parse(image) : null,
            SourceCommit = SourceCommit,
            SourceTime = SourceTime,
            Reverts = Reverts,
            Overrides = Overrides,
        };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Ecs.Revisions;

/// <summary>What Pipeline writes to the AWS tags of a revision: the deployment that it was made for.</summary>
/// <param name="Trailers">The deployment, of one service.</param>
internal sealed record RevisionTags(DeploymentTrailers Trailers)
{
    private const string Prefix = "pipeline:";
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>When it ran healthily in place of the one before; null where that has not been seen yet.</summary>
    public DateTimeOffset? Deployed { get; init; }

    /// <summary>The revision to go back to, <c>FAMILY:REVISION</c>; null where it was written by other means.</summary>
    public string? Before { get; init; }

    /// <summary>A hash of the content that the task definition's file gave; null where there is no file.</summary>
    public string? File { get; init; }

    /// <summary>How its pin was released; null where it was not.</summary>
    public PinEnd? Released { get; init; }

    /// <summary>The part about the service.</summary>
    public DeployedService Service => Trailers.Services[0];

    /// <summary>The pin that it is: that of a rollback, until it is released.</summary>
    public Pin? Pin =>
        Trailers.Action == DeploymentAction.Rollback && Released is null
            ? new(Service.Service, Trailers.Environment)
            {
                Image = Service.Image,
                Reason = Trailers.Reason ?? "",
                By = Trailers.Actor,
                Since = Deployed,
            }
            : null;

    /// <summary>Reads them; null where Pipeline has not written them.</summary>
    /// <param name="tags">All tags of the revision.</param>
    public static RevisionTags? Read(JsonArray tags)
    {
        if (
            Find("service") is not { } service
            || Find("environment") is not { } environment
            || !Enum.TryParse<DeploymentAction>(Find("action"), ignoreCase: true, out var action)
        )
            return null;

        return new(
            new DeploymentTrailers
            {
                Action = action,
                Environment = environment,
                From = Find("from"),
                Run = Find("run") ?? "",
                Actor = Find("actor") ?? "",
                Reason = Find("reason"),
                Services =
                [
                    new(service)
                    {
                        Image = Find("image") is { } image ? ImageReference.Parse(image) : null,
                        SourceCommit = Find("commit"),
                        SourceTime = Moment("committed"),
                        Reverts = Find("reverts"),
                        Overrides = Find("overrides"),
                    },
                ],
            }
        )
        {
            Deployed = Moment("deployed"),
            Before = Find("before"),
            File = Find("file"),
            Released = Moment("released") is { } released
                ? new(released, Find("released-run") ?? "", Find("released-by") ?? "", Find("released-reason"))
                : null,
        };

        string? Find(string key) =>
            tags.FirstOrDefault(tag => $"{tag!["key"]}" == Prefix + key)?["value"] is { } value
                ? TagText.Read($"{value}")
                : null;

        DateTimeOffset? Moment(string key) =>
            DateTimeOffset.TryParse(Find(key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : null;
    }

    /// <summary>The tags, in the form that AWS takes them.</summary>
    public JsonArray Write() =>
        Array([
            ("action", Trailers.Action.ToString().ToLowerInvariant()),
            ("environment", Trailers.Environment),
            ("from", Trailers.From),
            ("service", Service.Service),
            ("image", Service.Image?.ToString()),
            ("digest", Service.Image?.Digest),
            ("commit", Service.SourceCommit),
            ("committed", Moment(Service.SourceTime)),
            ("run", Trailers.Run),
            ("actor", Trailers.Actor),
            ("reason", Trailers.Reason),
            ("reverts", Service.Reverts),
            ("overrides", Service.Overrides),
            ("before", Before),
            ("file", File),
            ("deployed", Moment(Deployed)),
            ("released", Moment(Released?.Time)),
            ("released-run", Released?.Run),
            ("released-by", Released?.Actor),
            ("released-reason", Released?.Reason),
        ]);

    /// <summary>
    /// The tags of others, which the next revision gets too; those of AWS itself cannot be passed on.
    /// </summary>
    public static IEnumerable<JsonNode> Others(JsonArray tags) =>
        tags.Where(tag =>
                !$"{tag!["key"]}".StartsWith(Prefix, StringComparison.Ordinal)
                && !$"{tag["key"]}".StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
            )
            .Select(tag => tag!.DeepClone());

    private static JsonArray Array(IEnumerable<(string Key, string? Value)> tags) =>
        [
            .. tags.Where(tag => !string.IsNullOrWhiteSpace(tag.Value))
                .Select(tag => new JsonObject { ["key"] = Prefix + tag.Key, ["value"] = TagText.Write(tag.Value!) }),
        ];

    private static string? Moment(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString(Time, CultureInfo.InvariantCulture);
}

/// <summary>The release of a pin.</summary>
/// <param name="Time">When.</param>
/// <param name="Run">The run's page, or its name.</param>
/// <param name="Actor">Who started the run.</param>
/// <param name="Reason">The reason in a person's words; null for none.</param>
internal sealed record PinEnd(DateTimeOffset Time, string Run, string Actor, string? Reason);

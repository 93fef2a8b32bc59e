using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Ecs.Revisions;

/// <summary>A revision of a task definition.</summary>
/// <param name="Definition">What ECS describes, with all of its fields.</param>
/// <param name="AllTags">Its AWS tags.</param>
internal sealed record TaskRevision(JsonObject Definition, JsonArray AllTags)
{
    /// <summary>Its ARN.</summary>
    public string Arn => $"{Definition["taskDefinitionArn"]}";

    /// <summary>Its name, <c>FAMILY:REVISION</c>.</summary>
    public string Name => NameOf(Arn);

    /// <summary>The family.</summary>
    public string Family => Name[..Name.LastIndexOf(':')];

    /// <summary>What Pipeline has written about it; null for a revision of others.</summary>
    public RevisionTags? Tags => RevisionTags.Read(AllTags);

    /// <summary>Identifies it as a deployment, as long as the name of a commit.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Arn)))[..40];

    /// <summary>What would be registered for the same revision again.</summary>
    public JsonObject Content => TaskContent.Of(Definition);

    /// <summary>The name of a revision, from its ARN or its name.</summary>
    public static string NameOf(string revision) => revision[(revision.LastIndexOf('/') + 1)..];

    /// <summary>What it was made for, where that is a service in an environment; else null.</summary>
    public RevisionTags? TagsOf(Service service, DeploymentEnvironment environment) =>
        // Several services and environments may share a family.
        Tags is { } tags
        && (tags.Service.Service, tags.Trailers.Environment) == (service.Name, environment.Name)
            ? tags
            : null;

    /// <summary>The deployments that its tags record, the latest first.</summary>
    public IEnumerable<DeploymentRecord> Records()
    {
        if (Tags is not { } tags)
            yield break;
        if (tags.Released is { } released)
            yield return Record(
                released.Time,
                tags.Trailers with
                {
                    Action = DeploymentAction.Release,
                    From = null,
                    Run = released.Run,
                    Actor = released.Actor,
                    Reason = released.Reason,
                },
                new(tags.Service.Service)
            );
        yield return Record(tags.Deployed ?? Registered, tags.Trailers, tags.Service);
    }

    private DateTimeOffset Registered =>
        Definition["registeredAt"] is { } seconds
            ? DateTimeOffset.UnixEpoch.AddSeconds((double)seconds)
            : DateTimeOffset.UnixEpoch;

    private DeploymentRecord Record(DateTimeOffset time, DeploymentTrailers trailers, DeployedService service) =>
        new()
        {
            Commit = Id,
            Time = time,
            Trailers = trailers with { Services = [service] },
            Service = service,
        };
}

using Pipeline.Catalog;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>
/// Delivers the one service of another repository: called by a workflow there, with that repository's build script and
/// catalog.
/// </summary>
public sealed class RepositoryWorkflowAttribute() : PlatformWorkflowAttribute("deliver-repository")
{
    /// <inheritdoc />
    public override WorkflowDesign? Design(Platform platform)
    {
        var environments = DeliveryEnvironments.Delivered(platform);
        if (environments.IsEmpty)
            return null;

        var chosen = DeliveryEnvironments.OfRepository(platform, environments);
        return new()
        {
            Name = Name,
            Comment =
            [
                "",
                "Delivers the one service of a repository. A workflow there calls this one, and grants what the jobs ask for;",
                "build script, catalog, environments and secrets are those of that repository.",
            ],
            Targets = [.. Targets],
            Triggers =
            [
                new CallTrigger([
                    new("service", "The service, as the catalog there names it") { IsRequired = true },
                    new("environment", "The environment to deliver to") { IsRequired = true },
                ])
                {
                    Secrets = [.. Secrets(chosen)],
                },
            ],
            Concurrency = new(
                "deliver-repository-${{ github.repository }}-${{ github.ref }}-${{ inputs.environment }}",
                CancelsOlder: false,
                "Deliveries wait for each other, and none is dropped."
            ),
            Runner = Runner,
            Handover = Handover,
            AuditLog = JobFolders.AuditLog,
            Services = new() { Target = null },
            Environment = chosen,
            Gate = Gate,
        };
    }

    private static IEnumerable<string> Secrets(JobEnvironment environment) =>
        environment
            .Apps.Where(app => !app.Value.IsOwn)
            .Select(app => app.Value.TokenSecret ?? AppRepository.PrivateKeyOf(app.Key))
            .Concat(environment.Identities.Values.SelectMany(identity => identity.Secrets.Values))
            .Concat(environment.Secrets.Values.SelectMany(variables => variables))
            .Order(StringComparer.Ordinal);
}

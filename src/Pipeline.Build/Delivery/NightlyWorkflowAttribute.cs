using Pipeline.Catalog;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>
/// A nightly check of what no push would show: all services built again, new vulnerabilities of deployed images, and
/// drift.
/// </summary>
public sealed class NightlyWorkflowAttribute() : PlatformWorkflowAttribute("nightly")
{
    /// <summary>The schedule, in UTC, as five fields.</summary>
    public string Cron { get; set; } = "17 3 * * *";

    /// <summary>The job that audits each environment.</summary>
    public string AuditJob { get; set; } = "audit";

    /// <inheritdoc />
    public override WorkflowDesign? Design(Platform platform)
    {
        var environments = DeliveryEnvironments.Delivered(platform);
        if (environments.IsEmpty)
            return null;

        return new()
        {
            Name = Name,
            Comment =
            [
                "",
                "Looks at what no push would show: builds all services anew, scans what is deployed, and finds drift.",
                "Nothing is pushed or changed.",
            ],
            Targets = [.. Targets, .. FindingsOf(platform)],
            Triggers = [new ScheduleTrigger(Cron), new DispatchTrigger([])],
            Concurrency = new(
                "${{ github.workflow }}-${{ github.ref }}",
                CancelsOlder: false,
                "One at a time; a second one waits."
            ),
            Runner = Runner,
            Handover = Handover,
            Reports = ReportsOf(platform),
            AuditLog = JobFolders.AuditLog,
            Services = Services(platform),
            Environment = DeliveryEnvironments.First(platform) is { } first
                ? DeliveryEnvironments.Unchanged(platform, first)
                : null,
            Environments = ImmutableDictionary<string, JobEnvironment>.Empty.Add(
                AuditJob,
                DeliveryEnvironments.Audited(platform, environments)
            ),
            EnvironmentNames = [.. environments.Select(environment => environment.Name)],
            If = OnBranch(platform),
            Gate = Gate,
        };
    }
}

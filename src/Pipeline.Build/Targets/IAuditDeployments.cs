using Nuke.Common;
using Pipeline.Build.Delivery;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Build.Reporting.Html;
using Pipeline.Build.Run;
using Pipeline.Catalog;
using Pipeline.Deployments.Audit;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.Freezes;
using Pipeline.Execution;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Targets;

/// <summary>The targets that report what runs where, since when and why.</summary>
public interface IAuditDeployments : IFormattedOutput
{
    private const string AuditJob = "audit";

    /// <summary>How far back <see cref="Dora"/> looks.</summary>
    [Parameter("Dora: how far back, in hours, days or weeks. Default: 30d")]
    string Window => TryGetValue(() => Window) ?? "30d";

    /// <summary>Shows what runs where.</summary>
    Target Status => _ => _
        .Description("Shows what runs in each environment: version, digest, source commit, age, author, health")
        .Executes(async () => AuditWriter.Write(
            await Pipeline.Deployments.Audit.Status.Read(Platform, AuditedServices(), Audited, Deployments, Artifacts),
            ActiveFreezes(DateTimeOffset.UtcNow),
            FormatName.Parse(Format),
            Console.Out,
            DateTimeOffset.UtcNow
        ));

    /// <summary>Shows what was deployed.</summary>
    Target History => _ => _
        .Description("Shows past deployments, from the commits of the GitOps repositories, the logs of hosts and the tags of revisions")
        .Executes(async () => AuditWriter.Write(
            await DeploymentLog.Read(Platform, AuditedServices(), Audited, Deployments, Artifacts),
            FormatName.Parse(Format),
            Console.Out,
            DateTimeOffset.UtcNow
        ));

    /// <summary>Measures delivery.</summary>
    Target Dora => _ => _
        .Description("Measures delivery: frequency, lead time, change failure rate, recovery time; writes artifacts/report/dora.html")
        .Executes(async () =>
        {
            var format = FormatName.Parse(Format);
            var window = DoraWindow.Parse(Window);
            var deployments = await DeploymentLog.Read(Platform, AuditedServices(), Audited, Deployments, Artifacts);
            var names = Audited.Select(environment => environment.Name).ToImmutableArray();
            var report = DoraReport.Of(Platform.Name, names, deployments, window, DateTimeOffset.UtcNow);
            AuditWriter.Write(report, format, Console.Out);
            DoraPage.Write(report, Artifacts / "report" / "dora.html");
        });

    /// <summary>Shows how services meet their objectives.</summary>
    Target Slo => _ => _
        .Description("Shows objectives, error budgets and burn rates; fails if one is missed, burns fast, or is unknown")
        .Executes(async () =>
        {
            var format = FormatName.Parse(Format, OutputFormat.Text, OutputFormat.Json);
            var reports = await ObjectiveAudit.Read(AuditedServices(), Audited, DateTimeOffset.UtcNow);
            AuditWriter.Write(reports, format, Console.Out);
            ObjectiveAudit.Require(reports);
        });

    /// <summary>Fails if an environment differs from what was delivered.</summary>
    [Job(AuditJob, Per = Per.Environment, First = [nameof(ITools.FetchTools)], Minutes = 60, Comment = "Finds what differs from what was delivered, and scans what is deployed for what is known today.")]
    [NeedsIdentity("asks the registry for images, and scans them")]
    [NeedsSecret(DeliveryNeeds.Registry, "asks the registry for images, and scans them")]
    [NeedsRight(Scope.Packages, Access.Read, "asks the registry for images, and scans them", When = DeliveryNeeds.Packages)]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Read, "reads what is deployed")]
    [NeedsSecret(DeliveryNeeds.Hosts, "reads what hosts run")]
    Target Drift => _ => _
        .Description("Fails if an environment differs from what was delivered: manual edits, missing images, mutable tags, old pins")
        .ForEachService((service, step) => Pipeline.Deployments.Audit.Drift.Run(service, step, Audited, Deployments));

    /// <summary>Scans the images that are deployed.</summary>
    [Job(AuditJob, Per = Per.Environment)]
    Target Rescan => _ => _
        .Description("Scans the deployed images again: new vulnerabilities may be known since they were built")
        .ForEachService((service, step) => Pipeline.Deployments.Audit.Rescan.Run(service, step, Audited, Deployments));

    private ImmutableArray<DeploymentEnvironment> Audited =>
        Lifecycle.Settings.Environment is { } named ? [Platform.Environment(named)] : Platform.Environments;

    private ImmutableArray<EnvironmentFreeze> ActiveFreezes(DateTimeOffset now) =>
        [.. Audited.Select(environment => EnvironmentFreeze.At(now, environment)).OfType<EnvironmentFreeze>()];

    private ImmutableArray<Service> AuditedServices()
    {
        Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
        return Platform.Select(Lifecycle.Settings.Services);
    }
}

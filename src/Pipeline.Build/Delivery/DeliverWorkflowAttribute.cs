using Pipeline.Catalog;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>
/// Takes the services that a push affects from source to the first environment, and to the next where promotion is
/// automatic.
/// </summary>
public sealed class DeliverWorkflowAttribute() : PlatformWorkflowAttribute("deliver")
{
    /// <summary>The target that waits until Argo CD has synced the cluster; null for no waiting.</summary>
    public string? Sync { get; set; }

    /// <summary>The target that tests what was delivered; null for no test.</summary>
    public string? EndToEnd { get; set; }

    /// <summary>The target that promotes; null for no automatic promotion.</summary>
    public string? Promote { get; set; }

    /// <summary>The job of <see cref="Promote"/>.</summary>
    public string PromoteJob { get; set; } = "promote";

    /// <inheritdoc />
    public override WorkflowDesign? Design(Platform platform)
    {
        if (DeliveryEnvironments.First(platform) is not { } first)
            return null;

        var byBranch = DeliveryEnvironments.ByBranch(platform, BranchOf(platform));
        // Which one would be next depends on the branch.
        var next =
            Promote is null || byBranch.Length > 1
                ? null
                : platform.Environments.FirstOrDefault(environment =>
                    environment.PromotedFrom == first.Name && environment.Promotion == Promotion.Automatic
                );
        return new()
        {
            Name = Name,
            Comment =
            [
                "",
                byBranch.Length > 1
                    ? $"Takes what a push affects from source to the branch's environment: {string.Join(", ", byBranch.Select(one => $"{one.Branch} to {one.Environment.Name}"))}."
                    : $"Takes what a push to {byBranch[0].Branch} affects from source to {first.Name}{(next is null ? "" : $", and on to {next.Name}")}.",
                "A service that fails is held back alone.",
            ],
            Targets =
            [
                .. Targets,
                .. byBranch.All(one => one.Environment.ArgoCd is null) || Sync is null ? [] : new[] { Sync },
                .. EndToEnd is not null && byBranch.Any(one => IsTested(platform, one.Environment))
                    ? new[] { EndToEnd }
                    : [],
                .. next is null ? [] : new[] { Promote! },
                .. FindingsOf(platform),
            ],
            Triggers = [new PushTrigger { Branches = [.. byBranch.Select(one => one.Branch)] }],
            Concurrency = new(
                $"${{{{ github.workflow }}}}-${{{{ github.ref }}}}{(byBranch.Length > 1 ? "" : $"-{first.Name}")}",
                CancelsOlder: false,
                "Deliveries wait for each other, and none is dropped."
            ),
            Runner = Runner,
            Handover = Handover,
            AuditLog = JobFolders.AuditLog,
            Reports = ReportsOf(platform),
            Services = Services(platform),
            Environment =
                byBranch.Length > 1
                    ? DeliveryEnvironments.OfBranch(platform, byBranch)
                    : DeliveryEnvironments.Of(platform, first),
            Environments = next is null
                ? ImmutableDictionary<string, JobEnvironment>.Empty
                : ImmutableDictionary<string, JobEnvironment>.Empty.Add(
                    PromoteJob,
                    DeliveryEnvironments.Of(platform, next, before: true)
                ),
            Gate = Gate,
        };
    }

    private static bool IsTested(Platform platform, DeploymentEnvironment environment) =>
        environment.Addresses is not null && platform.Suites.Any();
}

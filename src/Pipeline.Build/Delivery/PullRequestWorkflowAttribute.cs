using Pipeline.Catalog;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>Verifies the services that a pull request affects. It has no rights, so that anyone may open one.</summary>
public sealed class PullRequestWorkflowAttribute() : PlatformWorkflowAttribute("pull-request")
{
    /// <inheritdoc />
    public override WorkflowDesign Design(Platform platform) =>
        new()
        {
            Name = Name,
            Comment =
            [
                "",
                "Verifies the services that a pull request affects. It has no rights and no secrets, so that a fork's may run too.",
            ],
            Targets = [.. Targets],
            Triggers = [new PullRequestTrigger(BranchesOf(platform)), new MergeGroupTrigger()],
            Concurrency = new(
                "${{ github.workflow }}-${{ github.ref }}",
                CancelsOlder: true,
                "A newer commit of the same pull request makes the older run pointless."
            ),
            Runner = Runner,
            Handover = Handover,
            Services = Services(platform),
            // The environment's gates apply here too; its rights do not.
            Environment = DeliveryEnvironments.First(platform) is { } environment ? new(environment.Name) : null,
            Gate = Gate,
        };
}

using Pipeline.Catalog;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>Promotes services to an environment, started by a person.</summary>
public sealed class PromoteWorkflowAttribute() : PlatformWorkflowAttribute("promote")
{
    /// <inheritdoc />
    public override WorkflowDesign? Design(Platform platform) =>
        DeliveryEnvironments.Promoted(platform) is { IsEmpty: false } environments
            ? Dispatched.Of(
                this,
                DeliveryEnvironments.Chosen(platform, environments, environment => environment.Promotion, before: true),
                environments,
                "Brings the very images that run in one environment to the next: by a commit, or by a pull request where the catalog says so.",
                OnBranch(platform),
                [
                    new("service", "The services, separated by commas; all of them where this is left empty"),
                    new("reason", "Why, for the commit"),
                    new("fix", "It mends what runs there now, which then counts as a failed change") { IsFlag = true },
                    .. DeliveryFeatures.HasGates(platform, environments)
                        ? new WorkflowInput[]
                        {
                            new(
                                "override",
                                "The gates to override, freeze or budget, separated by commas; takes a reason"
                            ),
                        }
                        : [],
                ]
            )
            : null;
}

/// <summary>Rolls services back, started by a person.</summary>
public sealed class RollbackWorkflowAttribute() : PlatformWorkflowAttribute("rollback")
{
    /// <inheritdoc />
    public override WorkflowDesign? Design(Platform platform) =>
        DeliveryEnvironments.Delivered(platform) is { IsEmpty: false } environments
            ? Dispatched.Of(
                this,
                DeliveryEnvironments.Chosen(platform, environments, environment => environment.Rollback),
                environments,
                "Brings the previous good images of services back, and pins them; or takes such a pin away.",
                OnBranch(platform),
                [
                    new("service", "The services, separated by commas") { IsRequired = true },
                    new("reason", "Why, for the commit") { IsRequired = true },
                    new("to", "The tag or source commit to go back to; the last good one where this is left empty"),
                    new("release", "Takes the pin away, and leaves the image as it is") { IsFlag = true },
                ]
            )
            : null;
}

/// <summary>A workflow that a person starts.</summary>
internal static class Dispatched
{
    public static WorkflowDesign Of(
        PlatformWorkflowAttribute workflow,
        JobEnvironment chosen,
        ImmutableArray<DeploymentEnvironment> environments,
        string comment,
        string condition,
        ImmutableArray<WorkflowInput> inputs
    ) =>
        new()
        {
            Name = workflow.Name,
            Comment =
            [
                "",
                comment,
                "What was typed reaches the build in variables, which it reads its parameters from; no command is made of it.",
            ],
            Targets = [.. workflow.Targets],
            Triggers =
            [
                new DispatchTrigger([
                    new("environment", "The environment; GitHub asks for its approval where it is protected")
                    {
                        IsRequired = true,
                        Options = [.. environments.Select(environment => environment.Name)],
                    },
                    .. inputs,
                ]),
            ],
            Concurrency = new(
                "${{ github.workflow }}-${{ github.ref }}-${{ inputs.environment }}",
                CancelsOlder: false,
                "Changes of an environment wait for each other, and none is dropped."
            ),
            Runner = workflow.Runner,
            AuditLog = JobFolders.AuditLog,
            Environment = chosen,
            Parameters = [.. inputs.Select(input => new NamedValue(input.Name, $"${{{{ inputs.{input.Name} }}}}"))],
            If = condition,
        };
}

using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>The job that finds the services that the others work on.</summary>
internal static class PlanJob
{
    public const string Id = "plan";

    /// <summary>The services, separated by commas; empty where there is nothing to do.</summary>
    public const string Services = $"needs.{Id}.outputs.services";

    /// <summary>One leg for each service.</summary>
    public const string Matrix = $"${{{{ fromJSON(needs.{Id}.outputs.matrix) }}}}";

    /// <summary>One leg for each service and version of its language.</summary>
    public const string VersionMatrix = $"${{{{ fromJSON(needs.{Id}.outputs.versions) }}}}";

    /// <summary>The job.</summary>
    /// <param name="design">The workflow.</param>
    /// <param name="target">The target that finds the services.</param>
    /// <param name="matrix">The output with the matrix of later jobs.</param>
    public static WorkflowJob Of(WorkflowDesign design, TargetNode target, string matrix)
    {
        var node = new JobNode
        {
            Name = Id,
            Per = Per.Run,
            Targets = [target],
            Last = [target.Name],
            Skipped = [],
            Needs = [],
            Comment = target.Job?.Comment ?? target.Description,
            Minutes = target.Job?.Minutes is { } minutes and > 0 ? minutes : JobAttribute.DefaultMinutes,
            First = [],
            EnvironmentParameter = target.Job?.EnvironmentParameter ?? "environment",
        };
        string[] outputs = [matrix, "services"];
        var setting = JobSetting.Of(design, node);
        return new()
        {
            Id = Id,
            Comment = node.Comment,
            If = design.If,
            Runner = design.Runner,
            Environment = setting.Guard,
            Minutes = node.Minutes,
            Permissions = setting.Permissions,
            Outputs = [.. outputs.Select(name => new NamedValue(name, $"${{{{ steps.{Id}.outputs.{name} }}}}"))],
            Steps =
            [
                JobSteps.Checkout(design, setting.History),
                .. setting.TokenSteps,
                JobSteps.Run(design, node, setting, [], [.. design.Services!.Arguments]) with
                {
                    Id = Id,
                },
            ],
        };
    }
}

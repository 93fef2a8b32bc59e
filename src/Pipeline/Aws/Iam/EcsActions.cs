namespace Pipeline.Aws.Iam;

/// <summary>
/// The actions of Amazon ECS that a role needs for what Pipeline asks of it, by what they can be granted for; tests
/// hold them against that.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
/// </remarks>
internal static class EcsActions
{
    /// <summary>Reads services.</summary>
    public static ImmutableArray<string> Read { get; } = ["ecs:DescribeServices"];

    /// <summary>Reads revisions; it cannot be granted for some of them.</summary>
    public static ImmutableArray<string> Revisions { get; } = ["ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"];

    /// <summary>Deploys to services.</summary>
    public static ImmutableArray<string> Deploy { get; } = ["ecs:ListServiceDeployments", "ecs:UpdateService"];

    /// <summary>Watches deployments by other strategies than rolling, and takes them back.</summary>
    public static ImmutableArray<string> Rollouts { get; } =
    ["ecs:DescribeServiceDeployments", "ecs:StopServiceDeployment"];

    /// <summary>Registers revisions, with tags.</summary>
    public static ImmutableArray<string> Register { get; } = ["ecs:RegisterTaskDefinition", "ecs:TagResource"];

    /// <summary>Reads the tasks of a cluster.</summary>
    public static ImmutableArray<string> Tasks { get; } = ["ecs:DescribeTasks", "ecs:ListTasks"];

    /// <summary>Runs one-off tasks.</summary>
    public static ImmutableArray<string> Run { get; } = ["ecs:RunTask"];
}

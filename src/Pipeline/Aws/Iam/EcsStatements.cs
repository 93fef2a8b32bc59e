using System.Text.Json.Nodes;
using Pipeline.Catalog;

namespace Pipeline.Aws.Iam;

/// <summary>What a role may do in clusters of Amazon ECS: no more than Pipeline asks for.</summary>
/// <param name="platform">The catalog.</param>
/// <param name="role">The role, whose account has the clusters.</param>
internal sealed class EcsStatements(Platform platform, RoleArn role)
{
    /// <summary>The statements of a policy; none where no environment is deployed to ECS.</summary>
    /// <param name="delivered">The environments that the role delivers to.</param>
    /// <param name="read">The environments that it only reads.</param>
    public IEnumerable<JsonObject> Of(
        IEnumerable<DeploymentEnvironment> delivered,
        IEnumerable<DeploymentEnvironment> read
    )
    {
        DeploymentEnvironment[] changed = [.. delivered.Where(one => one.Ecs is not null)];
        DeploymentEnvironment[] known = [.. changed.Concat(read.Where(one => one.Ecs is not null)).Distinct()];
        if (known.Length == 0)
            yield break;

        yield return PolicyDocument.Allow("EcsRead", EcsActions.Read, known.SelectMany(Services));
        yield return PolicyDocument.Allow("EcsRevisions", EcsActions.Revisions, ["*"]);
        if (changed.Length == 0)
            yield break;

        string[] definitions = [.. changed.Select(one => $"{Ecs(one)}:task-definition/*:*")];
        var inClusters = Condition("ArnEquals", "ecs:cluster", PolicyDocument.List(changed.Select(Cluster)));
        yield return PolicyDocument.Allow("EcsDeploy", EcsActions.Deploy, changed.SelectMany(Services));
        yield return PolicyDocument.Allow(
            "EcsRollouts",
            EcsActions.Rollouts,
            changed
                .SelectMany(Services)
                .Select(arn => $"{arn.Replace(":service/", ":service-deployment/", StringComparison.Ordinal)}/*")
        );
        yield return PolicyDocument.Allow("EcsRegister", EcsActions.Register, definitions);
        yield return PolicyDocument.Allow("EcsTasks", EcsActions.Tasks, ["*"], inClusters);
        if (changed.Any(one => one.Ecs!.Tasks.Values.Any(task => !task.Migrate.IsEmpty)))
        {
            yield return PolicyDocument.Allow("EcsRun", EcsActions.Run, definitions, inClusters.DeepClone().AsObject());
            yield return PolicyDocument.Allow(
                "EcsLogs",
                ["logs:GetLogEvents"],
                changed.Select(one => $"arn:{role.Partition}:logs:{one.Ecs!.Region}:{role.Account}:log-group:*")
            );
        }

        // The roles of tasks stand in their definitions, which the catalog need not know.
        yield return PolicyDocument.Allow(
            "EcsRoles",
            ["iam:PassRole"],
            [$"arn:{role.Partition}:iam::{role.Account}:role/*"],
            Condition("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com")
        );
    }

    private IEnumerable<string> Services(DeploymentEnvironment environment) =>
        platform.Services.Select(service =>
            $"{Cluster(environment).Replace(":cluster/", ":service/", StringComparison.Ordinal)}/{environment.Ecs!.ServiceOf(service.Name, environment.Name)}"
        );

    private string Cluster(DeploymentEnvironment environment) =>
        environment.Ecs!.Cluster.StartsWith("arn:", StringComparison.Ordinal)
            ? environment.Ecs.Cluster
            : $"{Ecs(environment)}:cluster/{environment.Ecs.Cluster}";

    private string Ecs(DeploymentEnvironment environment) =>
        $"arn:{role.Partition}:ecs:{environment.Ecs!.Region}:{role.Account}";

    private static JsonObject Condition(string how, string key, JsonNode value) =>
        new() { [how] = new JsonObject { [key] = value } };
}

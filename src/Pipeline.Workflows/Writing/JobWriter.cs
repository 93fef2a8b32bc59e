using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Writing;

/// <summary>Writes a job.</summary>
internal static class JobWriter
{
    public static void Write(WorkflowJob job, YamlLines yaml)
    {
        if (job.Needs is [var only])
            yaml.Pair("needs", only);
        else
            yaml.List("needs", job.Needs);
        yaml.Pair("if", job.If);
        if (job.Matrix is { } matrix)
            yaml.Block("strategy", () => Write(matrix, yaml));
        if (job.Call is { } call)
        {
            yaml.Pair("uses", call.Workflow);
            Write(job.Permissions, yaml);
            yaml.Pairs("with", call.Inputs);
            return;
        }

        yaml.Pair("runs-on", job.Runner);
        yaml.Pair("environment", job.Environment);
        yaml.Line($"timeout-minutes: {job.Minutes}");
        Write(job.Permissions, yaml);
        yaml.Pairs("outputs", job.Outputs);
        yaml.Block(
            "steps",
            () =>
            {
                foreach (var step in job.Steps)
                    yaml.Item(() => Write(step, yaml));
            }
        );
    }

    private static void Write(ImmutableArray<Permission> permissions, YamlLines yaml)
    {
        if (permissions.IsEmpty)
            return;
        yaml.Block(
            "permissions",
            () =>
            {
                foreach (var permission in permissions)
                    yaml.Pair(permission.Key, $"{permission.Access}".ToLowerInvariant(), permission.Reason);
            }
        );
    }

    // A failed leg must not cancel the others.
    private static void Write(JobMatrix matrix, YamlLines yaml)
    {
        yaml.Line("fail-fast: false");
        if (matrix.Expression is { } expression)
            yaml.Pair("matrix", expression);
        else
            yaml.Block(
                "matrix",
                () =>
                {
                    foreach (var axis in matrix.Axes)
                        if (axis.Values is [var list] && list.StartsWith("${{", StringComparison.Ordinal))
                            yaml.Pair(axis.Name, list);
                        else
                            yaml.List(axis.Name, axis.Values);
                }
            );
    }

    private static void Write(WorkflowStep step, YamlLines yaml)
    {
        yaml.Pair("name", step.Name, step.Comment);
        yaml.Pair("id", step.Id);
        yaml.Pair("if", step.If);
        switch (step)
        {
            case RunStep run:
                yaml.Pair("run", run.Command);
                yaml.Pairs("env", run.Variables);
                break;
            case ActionStep action:
                yaml.Pair("uses", $"{action.Action.Repository}@{action.Action.Commit}", action.Action.Version);
                yaml.Pairs("with", action.Inputs, asItReads: true);
                break;
        }
    }
}

using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Writing;

/// <summary>Writes workflows: always the same bytes for the same workflow.</summary>
internal static class WorkflowWriter
{
    /// <summary>GitHub's limit for a workflow file, in bytes.</summary>
    public const int MostBytes = 500_000;

    /// <summary>The file of a workflow.</summary>
    /// <exception cref="WorkflowException">It breaks a rule for workflows.</exception>
    public static string Write(Workflow workflow)
    {
        WorkflowRules.Ensure(workflow);
        var yaml = new YamlLines();
        foreach (var line in workflow.Comment)
            yaml.Comment(line);
        yaml.Pair("name", workflow.Name);
        yaml.Gap();
        yaml.Block("on", () => TriggerWriter.Write(workflow.Triggers, yaml));
        yaml.Gap();
        yaml.Comment("No job has more rights than it states itself.");
        yaml.Line("permissions: {}");
        yaml.Gap();
        if (workflow.Concurrency is { } concurrency)
        {
            Write(concurrency, yaml);
            yaml.Gap();
        }

        yaml.Block("defaults", () => yaml.Block("run", () => yaml.Pair("shell", "bash")));
        yaml.Gap();
        yaml.Block(
            "jobs",
            () =>
            {
                foreach (var (index, job) in workflow.Jobs.Index())
                {
                    if (index > 0)
                        yaml.Gap();
                    yaml.Comment(job.Comment);
                    yaml.Block(job.Id, () => JobWriter.Write(job, yaml));
                }
            }
        );
        var text = yaml.ToString();
        return System.Text.Encoding.UTF8.GetByteCount(text) <= MostBytes
            ? text
            : throw new WorkflowException(
                $"{workflow.File} would have more than {MostBytes:N0} bytes, which GitHub does not accept: split the workflow in two"
            );
    }

    private static void Write(Concurrency concurrency, YamlLines yaml)
    {
        yaml.Comment(concurrency.Reason);
        yaml.Block(
            "concurrency",
            () =>
            {
                yaml.Pair("group", concurrency.Group);
                // Without it, GitHub queues one run and drops the others.
                yaml.Line(concurrency.CancelsOlder ? "cancel-in-progress: true" : "queue: max");
            }
        );
    }
}

using Pipeline.Catalog;
using Pipeline.Execution;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>Tells later jobs of a workflow what a run has come to.</summary>
public static class JobOutputs
{
    /// <summary>Leaves <c>services</c>: the names of those that got through all of their steps, parted by commas.</summary>
    /// <param name="run">A run that has ended.</param>
    /// <param name="file">The file that the workflow's step leaves its outputs in; null or empty where there is none.</param>
    public static void Write(PipelineRun run, string? file)
    {
        if (string.IsNullOrEmpty(file))
            return;

        var passed = run
            .Steps.GroupBy(step => step.Key.Service)
            .Where(steps => steps.All(step => step.Result.LetsContinue))
            .Select(steps => steps.Key)
            .ToHashSet();
        // Later jobs of the workflow deliver services; base images come with those that are built on them.
        var names = run.Options.Selected.OfType<Service>().Select(service => service.Name).Where(passed.Contains);
        File.AppendAllText(file, $"services={string.Join(',', names)}\n");
    }
}

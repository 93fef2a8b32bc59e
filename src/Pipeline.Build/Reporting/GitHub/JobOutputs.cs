using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>Outputs of a run for later jobs of a workflow.</summary>
internal static class JobOutputs
{
    /// <summary>The output with the digest of what the run handed over.</summary>
    public const string Handover = "handover";

    /// <summary>
    /// Writes <c>services</c>: the names of those that passed all of their steps, separated by commas; and, where
    /// something was handed over, its digest.
    /// </summary>
    /// <param name="run">A run that has ended.</param>
    /// <param name="file">The file for the step's outputs; null or empty for none.</param>
    public static void Write(PipelineRun run, string? file)
    {
        if (string.IsNullOrEmpty(file))
            return;

        var passed = run
            .Steps.GroupBy(step => step.Key.Service)
            .Where(steps => steps.All(step => step.Result.LetsContinue))
            .Select(steps => steps.Key)
            .ToHashSet();
        // Later jobs deliver services; base images belong to the services built on them.
        var names = run.Options.Selected.OfType<Service>().Select(service => service.Name).Where(passed.Contains);
        File.AppendAllLines(file, [$"services={string.Join(',', names)}"]);
        WriteDigest(Pipeline.Execution.Steps.Handover.In(run.Options.Artifacts), file);
    }

    /// <summary>Writes the digest of what was handed over, where anything was.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="file">The file for the step's outputs; null or empty for none.</param>
    public static void WriteDigest(AbsolutePath folder, string? file)
    {
        if (!string.IsNullOrEmpty(file) && HandoverDigest.Of(folder) is { } digest)
            File.AppendAllLines(file, [$"{Handover}={digest}"]);
    }
}

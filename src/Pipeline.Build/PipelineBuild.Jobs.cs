using Nuke.Common.IO;
using Pipeline.Build.Reporting.GitHub;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Build;

/// <content>Files that targets of one's own pass from one job of a workflow to the next.</content>
public abstract partial class PipelineBuild
{
    /// <summary>
    /// States the digest of a folder's files as the job's output <c>handover</c>, by which a later job recognises them.
    /// </summary>
    /// <param name="folder">The folder, which the workflow names as what is handed over.</param>
    protected static void HandOver(AbsolutePath folder) =>
        JobOutputs.WriteDigest(folder, System.Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));

    /// <summary>The folder with exactly what an earlier job handed over.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="StepFailedException">It has not arrived, or something else has.</exception>
    protected AbsolutePath ArrivedFrom(string job) => Arrivals.Read(Artifacts, Handover).FolderOf(job);
}

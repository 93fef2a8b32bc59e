using Pipeline.Workflows.Model;

namespace Pipeline.Workflows;

/// <summary>The target behind the one check to require: whether all jobs of a workflow succeeded.</summary>
public static class JobResults
{
    private static readonly string[] Good = ["success", "skipped"];

    /// <summary>
    /// Fails where a job failed or was cancelled. Skipped jobs had nothing to do, or did not fail themselves.
    /// </summary>
    /// <param name="results">
    /// The jobs and their results as GitHub names them: <c>plan=success verify=skipped</c>.
    /// </param>
    /// <param name="output">Takes each job's result.</param>
    /// <exception cref="WorkflowException">Not all of them succeeded, or the results are malformed.</exception>
    public static void Require(string? results, TextWriter output)
    {
        var jobs = (results ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(job => job.Split('=', 2))
            .ToArray();
        // Without results the gate would always pass.
        if (jobs.Length == 0 || jobs.Any(job => job.Length != 2))
            throw new WorkflowException(
                "expected the jobs' results, such as \"plan=success verify=skipped\", in the variable RESULTS or by --results"
            );

        foreach (var job in jobs)
            output.WriteLine($"{job[0]}: {job[1]}");
        var bad = jobs.Where(job => !Good.Contains(job[1])).Select(job => $"{job[0]} ({job[1]})").ToArray();
        if (bad.Length > 0)
            throw new WorkflowException($"not all jobs succeeded: {string.Join(", ", bad)}");
    }
}

using Pipeline.Workflows.Graph;

namespace Pipeline.Workflows.Design;

/// <summary>The services of each job of a workflow, as expressions.</summary>
internal sealed class ServiceExpressions
{
    private readonly Dictionary<string, ServiceScope> scopes = [];

    /// <summary>The services of a job; null for a job without services.</summary>
    public ServiceScope? Of(JobNode job) => scopes.GetValueOrDefault(job.Name);

    /// <summary>True where a later job needs the services that passed this one.</summary>
    public bool IsAsked(JobNode job) => scopes.Values.Any(scope => scope.From == job.Name);

    /// <summary>Finds them for all jobs.</summary>
    /// <param name="design">The workflow.</param>
    /// <param name="graph">Its jobs.</param>
    /// <param name="isCalled">True where the jobs for each service are in a called workflow.</param>
    public static ServiceExpressions Of(WorkflowDesign design, JobGraph graph, bool isCalled)
    {
        var all = new ServiceExpressions();
        foreach (var job in graph.Jobs)
            if (Scope(job) is { } scope)
                all.scopes[job.Name] = scope;
        return all;

        ServiceScope? Scope(JobNode job)
        {
            if (design.Services is not { } services)
                return null;
            if (services.Target is null)
                return job.Per == Per.Environment ? null : new("${{ inputs.service }}", null, null, null);
            if (job.Per == Per.Service)
                return isCalled
                    ? new("${{ inputs.service }}", null, PlanJob.Id, null)
                    : new(ServiceScope.OfLeg, PlanJob.Id, PlanJob.Id, $"{PlanJob.Services} != ''");
            if (job.Per == Per.Environment || !job.Needs.Any(all.scopes.ContainsKey))
                return null;

            // Those that passed the previous job; a failed service does not fail others.
            var before = graph.Jobs.LastOrDefault(other =>
                other.Per == Per.Run && job.Needs.Contains(other.Name) && all.scopes.ContainsKey(other.Name)
            );
            var from = before?.Name ?? PlanJob.Id;
            var expression = $"needs.{from}.outputs.services";
            return new($"${{{{ {expression} }}}}", from, from, $"{expression} != '' && !cancelled()");
        }
    }
}

/// <summary>The services of a job.</summary>
/// <param name="Value">Their names, separated by commas.</param>
/// <param name="Needs">A job to wait for to know them; null for none.</param>
/// <param name="From">The job with them as output; null for the workflow's caller.</param>
/// <param name="If">True where there are any.</param>
internal sealed record ServiceScope(string Value, string? Needs, string? From, string? If)
{
    /// <summary>The service or services in a leg of the plan's matrix.</summary>
    public const string OfLeg = "${{ matrix.service }}";

    /// <summary>True where the job itself has a leg for each service.</summary>
    public bool IsLeg => Value == OfLeg;
}

using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.CodeScanning;

/// <summary>The target <c>UploadFindings</c>: takes what scanners found to GitHub's code scanning.</summary>
/// <param name="jobs">The jobs in which scanners run.</param>
/// <param name="targets">The targets that scan, in their order.</param>
/// <param name="isPullRequest">True for a run whose workflow has no right to upload.</param>
internal sealed class FindingUpload(ImmutableArray<string> jobs, ImmutableArray<string> targets, bool isPullRequest)
{
    /// <summary>How often to ask whether GitHub has taken a file in: for about five minutes.</summary>
    public RetrySchedule Patience { get; init; } = new() { Attempts = 40, Longest = TimeSpan.FromSeconds(10) };

    /// <summary>Gives the variables of GitHub Actions.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The targets that must have left a report where they are gates.</summary>
    public ImmutableArray<string> Required { get; init; } = [];

    /// <summary>Uploads what was found for all services; one without reports holds back no other.</summary>
    /// <returns>A result for each context, in their order.</returns>
    public async Task<ImmutableArray<StepResult>> Run(ImmutableArray<StepContext> contexts)
    {
        if (isPullRequest)
            return All(
                contexts,
                _ => StepResult.Skipped("a pull request may not upload findings: its delivery does, once it is merged")
            );
        if (ScannedCommit.Read(Variable) is not { } scanned)
            return All(contexts, context => context.Unable("findings are uploaded by a workflow on GitHub Actions"));

        var outcomes = new Dictionary<string, StepResult>();
        var runs = contexts.SelectMany(context => Read(context, outcomes)).ToImmutableArray();
        var upload = new SarifUpload(scanned, Patience, contexts[0].Log, Variable);
        foreach (var package in Packed(runs, outcomes))
            await Send(package, upload, contexts[0], outcomes);
        return All(contexts, context => outcomes[context.Service.Name]);
    }

    private IEnumerable<ScannedRun> Read(StepContext context, Dictionary<string, StepResult> outcomes)
    {
        var service = context.Service.Name;
        try
        {
            var files = new ReportFiles(context.Artifacts, jobs);
            var found = targets
                .Select(target => (Target: target, File: files.Of(service, target)))
                .Where(report => report.File is not null)
                .ToArray();
            var missing = Required
                .Where(context.Environment.Requires)
                .Except(found.Select(report => report.Target))
                .ToArray();
            if (missing.Length > 0 || found.Length == 0)
                throw new StepFailedException(
                    $"no report of {string.Join(", ", missing.Length > 0 ? missing : targets)} has arrived for {service}: see the job that runs {(missing.Length == 1 ? "it" : "them")}"
                );

            ScannedRun[] runs = [.. found.SelectMany(report => ScannedRun.Read(context, report.Target, report.File!))];
            outcomes[service] = StepResult.PassedWith(
                $"{runs.Sum(scanned => scanned.Run.Results!.Value.Length)} results of {string.Join(", ", found.Select(report => report.Target))} uploaded"
            );
            return runs;
        }
        catch (StepFailedException failure)
        {
            outcomes[service] = StepResult.Failed(failure.Message);
            return [];
        }
    }

    private static IEnumerable<SarifPackage> Packed(
        ImmutableArray<ScannedRun> runs,
        Dictionary<string, StepResult> outcomes
    )
    {
        try
        {
            return [.. SarifPackage.Pack(runs)];
        }
        catch (StepFailedException tooLarge)
        {
            Fail(runs, outcomes, tooLarge.Message);
            return [];
        }
    }

    private static async Task Send(
        SarifPackage package,
        SarifUpload upload,
        StepContext context,
        Dictionary<string, StepResult> outcomes
    )
    {
        try
        {
            await upload.Send(package, context.Source.Commit, context.Cancellation);
        }
        catch (StepFailedException refusal)
        {
            Fail(package.Runs, outcomes, $"{refusal.Message} (of {string.Join(", ", package.Runs)})");
        }
    }

    private static void Fail(IEnumerable<ScannedRun> runs, Dictionary<string, StepResult> outcomes, string reason)
    {
        foreach (var service in runs.Select(scanned => scanned.Service).Distinct())
            outcomes[service] = StepResult.Failed(reason);
    }

    private static ImmutableArray<StepResult> All(
        ImmutableArray<StepContext> contexts,
        Func<StepContext, StepResult> result
    ) => [.. contexts.Select(result)];
}

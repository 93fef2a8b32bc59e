using System.Text.RegularExpressions;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>
/// Finds trust in what others can change: actions, scripts, titles, caches, artifacts, pull requests.
/// </summary>
internal static partial class TrustRules
{
    private static readonly ReviewRule Unpinned = new(
        WorkflowReview.Tool,
        "unpinned-action",
        Severity.Medium,
        "Pipeline writes each action by its commit, from one table of pins that UpdateActions checks"
    );

    private static readonly ReviewRule Branch = Unpinned with { Severity = Severity.High };

    private static readonly ReviewRule PipedScript = new(
        WorkflowReview.Tool,
        "piped-script",
        Severity.Medium,
        "Pipeline downloads tools by the checksum that tools.lock.yaml states"
    );

    private static readonly ReviewRule Injection = new(
        WorkflowReview.Tool,
        "script-injection",
        Severity.High,
        "workflows of Pipeline pass values by env alone, and each command is one line that starts the build"
    );

    private static readonly ReviewRule PullRequestTarget = new(
        WorkflowReview.Tool,
        "pull-request-target",
        Severity.Medium,
        "Pipeline verifies pull requests by \"pull_request\", without secrets and without a right to write"
    );

    private static readonly ReviewRule UntrustedCode = PullRequestTarget with { Severity = Severity.Critical };

    private static readonly ReviewRule SharedCache = new(
        WorkflowReview.Tool,
        "cache-in-release",
        Severity.Medium,
        "jobs of Pipeline that push, sign or deploy restore no cache"
    );

    private static readonly ReviewRule ForeignArtifact = new(
        WorkflowReview.Tool,
        "artifact-of-untrusted-run",
        Severity.High,
        "Pipeline has no workflow_run: what one job hands to another is checked by its digest, within one run"
    );

    /// <summary>The findings in a workflow.</summary>
    public static IEnumerable<Finding> Check(ExistingWorkflow workflow) =>
        workflow
            .Jobs.SelectMany(job =>
                Actions(job).Concat(Scripts(job)).Concat(Injections(job)).Concat(Caches(job)).Concat(Artifacts(job))
            )
            .Concat(Targets(workflow));

    private static IEnumerable<Finding> Actions(ExistingJob job) =>
        job
            .Steps.Select(step => step.Uses)
            .Append(job.Calls)
            .OfType<ManifestScalar>()
            .Where(uses => !uses.Value.StartsWith("./", StringComparison.Ordinal) && !IsPinned(uses.Value))
            .Select(uses =>
                (IsBranch(uses.Value) ? Branch : Unpinned).At(
                    job.Workflow.Path,
                    uses.Line,
                    $"{uses.Value} is whatever its owner moves that name to, and runs with the rights of the job {job.Key.Value}"
                )
            );

    private static bool IsPinned(string uses) =>
        uses.StartsWith("docker://", StringComparison.Ordinal)
            ? uses.Contains("@sha256:", StringComparison.Ordinal)
            : Commit().IsMatch(uses) || uses.Contains("${{", StringComparison.Ordinal);

    private static bool IsBranch(string uses) => uses.Split('@')[^1] is "main" or "master" or "develop" or "HEAD";

    private static IEnumerable<Finding> Scripts(ExistingJob job) =>
        job.Steps.SelectMany(step =>
            step.Commands.Zip(step.Commands.Skip(1))
                .Where(pair =>
                    pair.First.Next == "|"
                    && Download().IsMatch(pair.First.Program)
                    && Shell().IsMatch(pair.Second.Program)
                )
                .Select(pair =>
                    PipedScript.At(
                        job.Workflow.Path,
                        pair.First.Line,
                        "what the server sends at that moment runs with the rights of the job: nothing says that it is what it was yesterday"
                    )
                )
        );

    private static IEnumerable<Finding> Injections(ExistingJob job) =>
        from step in job.Steps
        where step.Run is not null
        let found = Untrusted().Match(step.Run!.Value)
        where found.Success
        select Injection.At(
            job.Workflow.Path,
            LineOf(step, found.Index),
            $"{found.Value} is written by whoever opens the pull request or issue, and becomes part of the script before the shell reads it"
        );

    private static int LineOf(ExistingStep step, int at) =>
        step.Run!.Style == YamlDotNet.Core.ScalarStyle.Literal
            ? step.Run.Line + 1 + step.Run.Value.AsSpan(0, at).Count('\n')
            : step.Run.Line;

    private static IEnumerable<Finding> Caches(ExistingJob job) =>
        job.Steps.Any(step => ImageRules.PushedIn(step) is not null) || RightsRules.Grants(job.Map, "id-token")
            ? job
                .Steps.Where(step => step.Action is "actions/cache" or "actions/cache/restore")
                .Select(step =>
                    SharedCache.At(
                        job.Workflow.Path,
                        step.Line,
                        $"the job {job.Key.Value} publishes, and restores what any earlier job of the branch could have written into the cache"
                    )
                )
            : [];

    private static IEnumerable<Finding> Artifacts(ExistingJob job) =>
        job.Workflow.Triggers.Any(trigger => trigger.Value == "workflow_run")
            ? job
                .Steps.Where(step => step.Action is "actions/download-artifact" or "dawidd6/action-download-artifact")
                .Where(step => step.Map.Text("if") is null && job.Map.Text("if") is null)
                .Select(step =>
                    ForeignArtifact.At(
                        job.Workflow.Path,
                        step.Line,
                        "the run before may be of a fork's pull request, and this one has secrets: its files are the fork's words"
                    )
                )
            : [];

    private static IEnumerable<Finding> Targets(ExistingWorkflow workflow)
    {
        if (workflow.Triggers.FirstOrDefault(trigger => trigger.Value == "pull_request_target") is not { } trigger)
            yield break;

        var checkout = workflow
            .Jobs.SelectMany(job => job.Steps)
            .FirstOrDefault(step => step.Action == "actions/checkout" && Head().IsMatch(step.With("ref")?.Value ?? ""));
        yield return checkout is null
            ? PullRequestTarget.At(
                workflow.Path,
                trigger.Line,
                "anyone with a pull request starts it with the repository's secrets and a token of the base branch"
            )
            : UntrustedCode.At(
                workflow.Path,
                checkout.With("ref")!.Line,
                "it checks out what a stranger proposes, in a job that has the repository's secrets and a token of the base branch"
            );
    }

    [GeneratedRegex("@[0-9a-f]{40}$")]
    private static partial Regex Commit();

    [GeneratedRegex(@"^(curl|wget)\s")]
    private static partial Regex Download();

    [GeneratedRegex(@"^(bash|sh|zsh|python3?)(\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Shell();

    [GeneratedRegex(
        @"\$\{\{[^}]*github\.(head_ref|event\.(pull_request\.(title|body|head\.ref|head\.label)|issue\.(title|body)|comment\.body|review\.body|head_commit\.message|commits\[\d*\]\.message))[^}]*\}\}",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Untrusted();

    [GeneratedRegex(@"github\.(head_ref|event\.pull_request\.head\.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Head();
}

using System.Text.RegularExpressions;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>Finds images that are pushed under tags that move, or from pull requests.</summary>
internal static partial class ImageRules
{
    private const string BuildAndPush = "docker/build-push-action";

    private static readonly ReviewRule MutableTag = new(
        WorkflowReview.Tool,
        "mutable-tag",
        Severity.Medium,
        "Push writes a tag of the commit or of the version once, and everything after it names the digest"
    );

    private static readonly ReviewRule FromPullRequest = new(
        WorkflowReview.Tool,
        "image-from-pull-request",
        Severity.High,
        "the workflow of a pull request builds and tests, and has no right to push"
    );

    /// <summary>The findings in a workflow.</summary>
    public static IEnumerable<Finding> Check(ExistingWorkflow workflow) =>
        workflow.Jobs.SelectMany(job => job.Steps.SelectMany(step => Tags(step).Concat(PullRequest(step))));

    /// <summary>The first line in which a step pushes an image; null where it does not.</summary>
    public static int? PushedIn(ExistingStep step) =>
        step.Action == BuildAndPush && step.With("push")?.Value == "true"
            ? step.With("push")!.Line
            : step.Commands.FirstOrDefault(IsPush)?.Line;

    private static bool IsPush(ScriptCommand command) => Push().IsMatch(command.Program);

    private static IEnumerable<Finding> Tags(ExistingStep step)
    {
        if (step.Action == BuildAndPush && step.With("push")?.Value == "true" && step.With("tags") is { } tags)
        {
            var written = tags.Value.Split(
                ['\n', ','],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
            if (written.Length > 0 && written.All(IsFixed))
                yield return MutableTag.At(step.Job.Workflow.Path, tags.Line, Why(written[0]));
        }

        var pushes = step.Job.Commands.Where(each => IsPush(each.Command)).ToArray();
        var images = pushes.Select(each => each.Command.Program.Split(' ')[^1].Trim('"', '\'')).ToArray();
        // A moving tag beside one of the commit is for people.
        if (pushes.Any(each => each.Step == step) && images.All(IsFixed) && pushes[0].Step == step)
            yield return MutableTag.At(step.Job.Workflow.Path, pushes[0].Command.Line, Why(images[0]));
    }

    private static string Why(string image) =>
        $"{image} is pushed again by each run: what runs under it cannot be told, and a rollback to it brings nothing back";

    // The name may be of variables; a tag without one is the same each time.
    private static bool IsFixed(string image)
    {
        var name = Expression().Replace(image, "$");
        var last = name[(name.LastIndexOf('/') + 1)..].Split(':');
        return last.Length == 2 && !last[1].Contains('$', StringComparison.Ordinal);
    }

    private static IEnumerable<Finding> PullRequest(ExistingStep step)
    {
        var workflow = step.Job.Workflow;
        if (
            PushedIn(step) is { } line
            && workflow.Triggers.Any(trigger => trigger.Value == "pull_request")
            && !IsConditional(step.Map)
            && !IsConditional(step.Job.Map)
            && !NeedsConditional(step.Job)
        )
            yield return FromPullRequest.At(
                workflow.Path,
                line,
                "it is pushed for pull requests too: what nobody has reviewed yet stands in the registry under a name that others trust"
            );
    }

    private static bool IsConditional(ManifestMap map) => map["if"] is not null;

    // A job whose needed job is left out is left out too.
    private static bool NeedsConditional(ExistingJob job) =>
        Needs(job).Any(name => job.Workflow.Jobs.Any(other => other.Key.Value == name && IsConditional(other.Map)));

    private static IEnumerable<string> Needs(ExistingJob job) =>
        job.Map["needs"] switch
        {
            ManifestScalar one => [one.Value],
            ManifestList list => list.Items.OfType<ManifestScalar>().Select(item => item.Value),
            _ => [],
        };

    [GeneratedRegex(
        @"^(docker|podman)\s+(image\s+)?push\s|^docker\s+(buildx\s+)?build\b.*\s--push(\s|$)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Push();

    [GeneratedRegex(@"\$\{\{.*?\}\}")]
    private static partial Regex Expression();
}

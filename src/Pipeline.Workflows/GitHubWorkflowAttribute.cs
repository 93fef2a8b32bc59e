using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows;

/// <summary>A workflow of any build: targets and triggers.</summary>
/// <param name="name">The workflow's name; its file is <c>NAME.yml</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GitHubWorkflowAttribute(string name) : WorkflowAttribute(name)
{
    /// <summary>The identity of a job as the workflow itself, for keyless signatures.</summary>
    public const string Workflow = "workflow";

    /// <summary>The targets; their dependencies are included.</summary>
    public string[] Targets { get; set; } = [];

    /// <summary>Its purpose, as a comment at its head.</summary>
    public string? Comment { get; set; }

    /// <summary>Starts it for pull requests to these branches, and for their merge queues.</summary>
    public string[] PullRequestsTo { get; set; } = [];

    /// <summary>Starts it after a push to these branches.</summary>
    public string[] PushesTo { get; set; } = [];

    /// <summary>Starts it for tags of these patterns.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Starts it on this schedule, in UTC, as five fields; null: never.</summary>
    public string? Cron { get; set; }

    /// <summary>Lets a person start it.</summary>
    public bool ByHand { get; set; }

    /// <summary>The target that reports whether all jobs succeeded; null for none.</summary>
    public string? Gate { get; set; }

    /// <summary>
    /// The folder whose files a job hands over to the next by their digest; its build states that as the output
    /// <c>handover</c> and is given it as the parameter <c>handover</c>. Null: files are put in place.
    /// </summary>
    public string? Handover { get; set; }

    /// <summary>GitHub's environment for jobs that need more than the repository's contents; null for none.</summary>
    public string? Environment { get; set; }

    /// <inheritdoc />
    public override WorkflowDesign Design(INukeBuild build) =>
        new()
        {
            Name = Name,
            Comment = Comment is null ? [] : ["", Comment],
            Targets = [.. Targets],
            Triggers = [.. Triggers()],
            Concurrency =
                PullRequestsTo.Length > 0
                    ? new(
                        "${{ github.workflow }}-${{ github.ref }}",
                        CancelsOlder: true,
                        "A newer commit of the same branch makes the older run pointless."
                    )
                    : new(
                        "${{ github.workflow }}-${{ github.ref }}",
                        CancelsOlder: false,
                        "Runs wait for each other, and none is dropped."
                    ),
            Runner = Runner,
            Handover = Handover is null ? null : new(Handover, "artifacts/arrivals", "handover", "handover"),
            Environment = Environment is null
                ? null
                : new(null)
                {
                    Guard = Environment,
                    Identities = ImmutableDictionary<string, JobIdentity>.Empty.Add(Workflow, new("this workflow")),
                },
            Gate = Gate,
        };

    // Its targets are the build's own: with --root elsewhere, that repository has neither them nor the build.
    internal override bool BelongsTo(INukeBuild build) => build.RootDirectory.Contains(build.BuildAssemblyDirectory);

    private IEnumerable<Trigger> Triggers()
    {
        if (PullRequestsTo.Length > 0)
        {
            yield return new PullRequestTrigger([.. PullRequestsTo]);
            yield return new MergeGroupTrigger();
        }

        if (PushesTo.Length > 0 || Tags.Length > 0)
            yield return new PushTrigger { Branches = [.. PushesTo], Tags = [.. Tags] };
        if (Cron is { } cron)
            yield return new ScheduleTrigger(cron);
        if (ByHand)
            yield return new DispatchTrigger([]);
    }
}

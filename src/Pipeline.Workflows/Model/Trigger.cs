namespace Pipeline.Workflows.Model;

/// <summary>A trigger of a workflow.</summary>
/// <param name="Event">GitHub's name for the event.</param>
public abstract record Trigger(string Event);

/// <summary>Commits were pushed.</summary>
public sealed record PushTrigger() : Trigger("push")
{
    /// <summary>To these branches; empty for tags alone.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>To tags that match one of these patterns.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];
}

/// <summary>A pull request was opened, or got commits.</summary>
/// <param name="Branches">The base branches; empty for any.</param>
public sealed record PullRequestTrigger(ImmutableArray<string> Branches) : Trigger("pull_request");

/// <summary>The merge queue tests a merge group.</summary>
public sealed record MergeGroupTrigger() : Trigger("merge_group");

/// <summary>A schedule.</summary>
/// <param name="Cron">The schedule, in UTC, as five fields.</param>
public sealed record ScheduleTrigger(string Cron) : Trigger("schedule");

/// <summary>A person starts it.</summary>
/// <param name="Inputs">The inputs of the person.</param>
public sealed record DispatchTrigger(ImmutableArray<WorkflowInput> Inputs) : Trigger("workflow_dispatch");

/// <summary>Another workflow calls it.</summary>
/// <param name="Inputs">The caller's inputs.</param>
public sealed record CallTrigger(ImmutableArray<WorkflowInput> Inputs) : Trigger("workflow_call")
{
    /// <summary>Secrets that it reads. Those of a GitHub environment need not be passed by the caller.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];
}

/// <summary>An input of a workflow.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description.</param>
public sealed record WorkflowInput(string Name, string Description)
{
    /// <summary>True for a required input.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The values to choose from; empty for any text.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>True for a boolean.</summary>
    public bool IsFlag { get; init; }
}

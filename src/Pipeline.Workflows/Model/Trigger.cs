namespace Pipeline.Workflows.Model;

/// <summary>Something that starts a workflow.</summary>
/// <param name="Event">GitHub's name of the event.</param>
public abstract record Trigger(string Event);

/// <summary>Commits were pushed.</summary>
public sealed record PushTrigger() : Trigger("push")
{
    /// <summary>To these branches; none: to tags alone.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>To tags that fit one of these patterns.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];
}

/// <summary>A pull request was opened, or got commits.</summary>
/// <param name="Branches">The branches that it goes to; none: any.</param>
public sealed record PullRequestTrigger(ImmutableArray<string> Branches) : Trigger("pull_request");

/// <summary>The merge queue tries what it is about to merge.</summary>
public sealed record MergeGroupTrigger() : Trigger("merge_group");

/// <summary>A time has come.</summary>
/// <param name="Cron">When, in UTC, as five fields.</param>
public sealed record ScheduleTrigger(string Cron) : Trigger("schedule");

/// <summary>A person asks for it.</summary>
/// <param name="Inputs">What is asked of the person.</param>
public sealed record DispatchTrigger(ImmutableArray<WorkflowInput> Inputs) : Trigger("workflow_dispatch");

/// <summary>Another workflow calls it.</summary>
/// <param name="Inputs">What the caller gives.</param>
public sealed record CallTrigger(ImmutableArray<WorkflowInput> Inputs) : Trigger("workflow_call")
{
    /// <summary>Secrets that it reads. An environment's own need not be given by the caller.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];
}

/// <summary>A value that a workflow is given.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, for whoever gives it.</param>
public sealed record WorkflowInput(string Name, string Description)
{
    /// <summary>True where it has to be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The values to choose from; none: any text.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>True for one that is either on or off.</summary>
    public bool IsFlag { get; init; }
}

namespace Pipeline.Workflows.Model;

/// <summary>A GitHub Actions workflow: a file below <c>.github/workflows</c>.</summary>
public sealed record Workflow
{
    /// <summary>The file's name below <c>.github/workflows</c>, with its extension.</summary>
    public required string File { get; init; }

    /// <summary>The name that GitHub shows.</summary>
    public required string Name { get; init; }

    /// <summary>The comment at its head, line by line; an empty line separates paragraphs.</summary>
    public ImmutableArray<string> Comment { get; init; } = [];

    /// <summary>Its triggers.</summary>
    public required ImmutableArray<Trigger> Triggers { get; init; }

    /// <summary>Its concurrency group; null for none.</summary>
    public Concurrency? Concurrency { get; init; }

    /// <summary>Its jobs, each after those that it needs.</summary>
    public required ImmutableArray<WorkflowJob> Jobs { get; init; }
}

/// <summary>A concurrency group.</summary>
/// <param name="Group">The group's name, which may contain expressions: one run of a group runs at a time.</param>
/// <param name="CancelsOlder">
/// True: a newer run cancels the running one, as in a pull request. False: all of them run, in their order.
/// </param>
/// <param name="Reason">Why, as a comment.</param>
public sealed record Concurrency(string Group, bool CancelsOlder, string Reason);

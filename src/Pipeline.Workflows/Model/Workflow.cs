namespace Pipeline.Workflows.Model;

/// <summary>A GitHub Actions workflow: a file below <c>.github/workflows</c>.</summary>
public sealed record Workflow
{
    /// <summary>The file's name below <c>.github/workflows</c>, with its extension.</summary>
    public required string File { get; init; }

    /// <summary>The name that GitHub shows.</summary>
    public required string Name { get; init; }

    /// <summary>The comment at its head, line by line; an empty line parts paragraphs.</summary>
    public ImmutableArray<string> Comment { get; init; } = [];

    /// <summary>What starts it.</summary>
    public required ImmutableArray<Trigger> Triggers { get; init; }

    /// <summary>Which of its runs wait for each other; null: none.</summary>
    public Concurrency? Concurrency { get; init; }

    /// <summary>Its jobs, each after those that it needs.</summary>
    public required ImmutableArray<WorkflowJob> Jobs { get; init; }
}

/// <summary>Which runs wait for each other.</summary>
/// <param name="Group">The group's name, in which expressions may stand: one run of a group works at a time.</param>
/// <param name="CancelsOlder">
/// True: a newer run ends the one that works, as in a pull request. False: all of them run, in their order.
/// </param>
/// <param name="Reason">Why, as a comment.</param>
public sealed record Concurrency(string Group, bool CancelsOlder, string Reason);

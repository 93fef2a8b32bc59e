namespace Pipeline.Workflows.Model;

/// <summary>A step of a job.</summary>
public abstract record WorkflowStep
{
    /// <summary>What GitHub shows; null: what it makes of the step itself.</summary>
    public string? Name { get; init; }

    /// <summary>The identifier that later steps know it by; null: none asks for it.</summary>
    public string? Id { get; init; }

    /// <summary>The expression that lets it run; null: once all before it have succeeded.</summary>
    public string? If { get; init; }

    /// <summary>Why it is there, as a comment; null: it shows by itself.</summary>
    public string? Comment { get; init; }
}

/// <summary>Runs the build.</summary>
/// <param name="Command">One line, in which no expression stands.</param>
/// <param name="Variables">Its environment: the way in for every value.</param>
public sealed record RunStep(string Command, ImmutableArray<NamedValue> Variables) : WorkflowStep;

/// <summary>Uses an action.</summary>
/// <param name="Action">The action, at its commit.</param>
/// <param name="Inputs">What it is given.</param>
public sealed record ActionStep(ActionPin Action, ImmutableArray<NamedValue> Inputs) : WorkflowStep;

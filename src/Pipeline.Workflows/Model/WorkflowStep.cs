namespace Pipeline.Workflows.Model;

/// <summary>A step of a job.</summary>
public abstract record WorkflowStep
{
    /// <summary>Its name on GitHub; null for GitHub's default.</summary>
    public string? Name { get; init; }

    /// <summary>Its identifier for later steps; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>Its condition; null: once all steps before it have succeeded.</summary>
    public string? If { get; init; }

    /// <summary>Its purpose, as a comment; null where that is obvious.</summary>
    public string? Comment { get; init; }
}

/// <summary>Runs the build.</summary>
/// <param name="Command">One line, without expressions.</param>
/// <param name="Variables">Its environment variables, which pass all external values.</param>
public sealed record RunStep(string Command, ImmutableArray<NamedValue> Variables) : WorkflowStep;

/// <summary>Uses an action.</summary>
/// <param name="Action">The action, at its commit.</param>
/// <param name="Inputs">Its inputs.</param>
public sealed record ActionStep(ActionPin Action, ImmutableArray<NamedValue> Inputs) : WorkflowStep;

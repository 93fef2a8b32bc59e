namespace Pipeline.Workflows.Model;

/// <summary>A job: steps on a machine of its own, or a call of another workflow.</summary>
public sealed record WorkflowJob
{
    /// <summary>Its identifier.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, as a comment; null where the identifier is enough.</summary>
    public string? Comment { get; init; }

    /// <summary>The jobs that it waits for.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Its condition; null: once all needed jobs have succeeded.</summary>
    public string? If { get; init; }

    /// <summary>Its matrix; null to run once.</summary>
    public JobMatrix? Matrix { get; init; }

    /// <summary>The label of the machine, which may use the matrix.</summary>
    public string Runner { get; init; } = "ubuntu-24.04";

    /// <summary>GitHub's environment, with its protection, secrets and identity; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Its time limit in minutes. A call has none: the called jobs have theirs.</summary>
    public int Minutes { get; init; } = 30;

    /// <summary>What its targets do with code that is not the build's own; empty where they run none.</summary>
    public ImmutableArray<string> Code { get; init; } = [];

    /// <summary>The permissions of its token.</summary>
    public ImmutableArray<Permission> Permissions { get; init; } = [];

    /// <summary>Its outputs, by name; the values are expressions.</summary>
    public ImmutableArray<NamedValue> Outputs { get; init; } = [];

    /// <summary>Its steps; empty for a call.</summary>
    public ImmutableArray<WorkflowStep> Steps { get; init; } = [];

    /// <summary>The called workflow; null for a job with steps.</summary>
    public WorkflowCall? Call { get; init; }
}

/// <summary>A name and a value, which may contain expressions.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public sealed record NamedValue(string Name, string Value)
{
    /// <summary>Why it is set, as a comment; null where that is obvious.</summary>
    public string? Reason { get; init; }
}

/// <summary>A call of another workflow.</summary>
/// <param name="Workflow">Its file in this repository, <c>./.github/workflows/…</c>.</param>
/// <param name="Inputs">Its inputs.</param>
public sealed record WorkflowCall(string Workflow, ImmutableArray<NamedValue> Inputs);

/// <summary>A matrix. All legs run, even where one fails.</summary>
public sealed record JobMatrix
{
    /// <summary>An expression for a matrix that is only known at run time; null for fixed axes.</summary>
    public string? Expression { get; init; }

    /// <summary>The axes: the job runs for each combination of their values.</summary>
    public ImmutableArray<MatrixAxis> Axes { get; init; } = [];
}

/// <summary>An axis of a matrix.</summary>
/// <param name="Name">Its name, as in <c>matrix.NAME</c>.</param>
/// <param name="Values">Its values, or one expression for a list.</param>
public sealed record MatrixAxis(string Name, params ImmutableArray<string> Values);

namespace Pipeline.Workflows.Model;

/// <summary>A job: steps on a machine of its own, or a call of another workflow.</summary>
public sealed record WorkflowJob
{
    /// <summary>Its identifier.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, as a comment; null: the identifier says it all.</summary>
    public string? Comment { get; init; }

    /// <summary>The jobs that it waits for.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>The expression that lets it run; null: once all that it needs have succeeded.</summary>
    public string? If { get; init; }

    /// <summary>What it is run for, once each; null: it runs once.</summary>
    public JobMatrix? Matrix { get; init; }

    /// <summary>The label of the machine; an expression of the matrix may stand in it.</summary>
    public string Runner { get; init; } = "ubuntu-24.04";

    /// <summary>GitHub's environment, with its protection, secrets and identity; null: none.</summary>
    public string? Environment { get; init; }

    /// <summary>Minutes that it may take. A call has none: the jobs that it calls have theirs.</summary>
    public int Minutes { get; init; } = 30;

    /// <summary>What its token may do.</summary>
    public ImmutableArray<Permission> Permissions { get; init; } = [];

    /// <summary>What later jobs may ask it for, by name; the values are expressions.</summary>
    public ImmutableArray<NamedValue> Outputs { get; init; } = [];

    /// <summary>What it does; nothing where it calls.</summary>
    public ImmutableArray<WorkflowStep> Steps { get; init; } = [];

    /// <summary>The workflow that it calls; null: it has steps.</summary>
    public WorkflowCall? Call { get; init; }
}

/// <summary>A name and its value, in which expressions may stand.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public sealed record NamedValue(string Name, string Value)
{
    /// <summary>Why it is given, as a comment; null: it shows by itself.</summary>
    public string? Reason { get; init; }
}

/// <summary>A call of another workflow.</summary>
/// <param name="Workflow">Its file in this repository, <c>./.github/workflows/…</c>.</param>
/// <param name="Inputs">What it is given.</param>
public sealed record WorkflowCall(string Workflow, ImmutableArray<NamedValue> Inputs);

/// <summary>What a job is run for. All of it is run, also where one of them fails.</summary>
public sealed record JobMatrix
{
    /// <summary>The expression of a matrix that is only known in the run; null: the axes are.</summary>
    public string? Expression { get; init; }

    /// <summary>The axes: the job is run for each combination of their values.</summary>
    public ImmutableArray<MatrixAxis> Axes { get; init; } = [];
}

/// <summary>An axis of a matrix.</summary>
/// <param name="Name">Its name, as in <c>matrix.NAME</c>.</param>
/// <param name="Values">Its values; one expression of a list may stand for them.</param>
public sealed record MatrixAxis(string Name, params ImmutableArray<string> Values);

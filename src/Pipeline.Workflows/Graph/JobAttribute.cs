namespace Pipeline.Workflows.Graph;

/// <summary>How often a job runs.</summary>
public enum Per
{
    /// <summary>Once for the whole run.</summary>
    Run,

    /// <summary>Once for each service, in parallel.</summary>
    Service,

    /// <summary>Once for each environment that the workflow names, in parallel.</summary>
    Environment,
}

/// <summary>
/// Puts a target into a job of the workflows. A target without it joins the job of those that depend on it. Targets
/// with the same name share a job; what one of them states holds for all.
/// </summary>
/// <param name="name">The job's identifier.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JobAttribute(string name) : Attribute
{
    /// <summary>The default time limit of a job, in minutes.</summary>
    public const int DefaultMinutes = 30;

    /// <summary>The job's identifier.</summary>
    public string Name => name;

    /// <summary>What the job is run for.</summary>
    public Per Per { get; set; }

    /// <summary>What the job does, as a comment above it; null: the descriptions of its targets.</summary>
    public string? Comment { get; set; }

    /// <summary>The time limit in minutes; 0: <see cref="DefaultMinutes"/>.</summary>
    public int Minutes { get; set; }

    /// <summary>Targets that the job runs before its own, such as one that installs tools.</summary>
    public string[] First { get; set; } = [];

    /// <summary>Targets that the job repeats, because it needs the files that they leave on the machine.</summary>
    public string[] Again { get; set; } = [];

    /// <summary>
    /// Targets that belong to the workflow wherever this one does, although it does not depend on them: what only jobs
    /// on different machines need, such as handing a result over.
    /// </summary>
    public string[] With { get; set; } = [];

    /// <summary>Files and folders that the job leaves for people, uploaded however it ends.</summary>
    public string[] Keeps { get; set; } = [];

    /// <summary>True where the job runs once with each version of the service's language.</summary>
    public bool Versions { get; set; }

    /// <summary>The parameter that takes the job's environment.</summary>
    public string EnvironmentParameter { get; set; } = "environment";
}

namespace Pipeline.Workflows.Graph;

/// <summary>What a job is run for.</summary>
public enum Per
{
    /// <summary>The whole run, once.</summary>
    Run,

    /// <summary>Each service that the run works on, at the same time.</summary>
    Service,

    /// <summary>Each environment that the workflow names, at the same time.</summary>
    Environment,
}

/// <summary>
/// Puts a target into a job of the workflows. A target without it joins the job of those that depend on it. Targets with the same
/// name share a job; what is stated beside one of them holds for all.
/// </summary>
/// <param name="name">The job's identifier.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JobAttribute(string name) : Attribute
{
    /// <summary>Minutes that a job may take where nobody states them.</summary>
    public const int DefaultMinutes = 30;

    /// <summary>The job's identifier.</summary>
    public string Name => name;

    /// <summary>What the job is run for.</summary>
    public Per Per { get; set; }

    /// <summary>What the job does, as a comment above it; null: what its targets say of themselves.</summary>
    public string? Comment { get; set; }

    /// <summary>Minutes that the job may take; 0: <see cref="DefaultMinutes"/>.</summary>
    public int Minutes { get; set; }

    /// <summary>Targets that the job runs before its own, such as one that installs tools.</summary>
    public string[] First { get; set; } = [];

    /// <summary>Targets that the job runs once more, as it works on files that they leave on the machine.</summary>
    public string[] Again { get; set; } = [];

    /// <summary>True where the job is run once with each version that is named of the service's language.</summary>
    public bool Versions { get; set; }

    /// <summary>The parameter that takes the environment that the job works on.</summary>
    public string EnvironmentParameter { get; set; } = "environment";
}

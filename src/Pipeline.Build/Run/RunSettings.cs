using Nuke.Common.IO;

namespace Pipeline.Build.Run;

/// <summary>The parameters of a run.</summary>
internal sealed record RunSettings
{
    /// <summary>The <c>pipeline.yaml</c>.</summary>
    public required AbsolutePath Catalog { get; init; }

    /// <summary>The named services; none: all.</summary>
    public required IReadOnlyCollection<string> Services { get; init; }

    /// <summary>The named environment; null: none.</summary>
    public string? Environment { get; init; }

    /// <summary>
    /// What services have to differ from to be worked on; null: nothing is compared, unless the event says so.
    /// </summary>
    public string? Since { get; init; }

    /// <summary>What earlier jobs handed over, as <c>JOB@DIGEST</c> or <c>JOB</c>; null: nothing.</summary>
    public string? Handover { get; init; }

    /// <summary>The number of steps that run at the same time.</summary>
    public int Parallel { get; init; }

    /// <summary>Limits as given, such as <c>image build=2</c>.</summary>
    public required IReadOnlyCollection<string> Limits { get; init; }

    /// <summary>Ends the run at the first failure.</summary>
    public bool FailFast { get; init; }

    /// <summary>The timeout of a step, in minutes.</summary>
    public double StepTimeout { get; init; }

    /// <summary>Exits if another run works in this workspace.</summary>
    public bool NoWait { get; init; }

    /// <summary>Resumes the last run.</summary>
    public bool Resume { get; init; }

    /// <summary>Assumes that the checkout is unchanged.</summary>
    public bool AssumeClean { get; init; }

    /// <summary>The shared cache; null: none.</summary>
    public string? Cache { get; init; }

    /// <summary>Reads the shared cache, and never writes to it.</summary>
    public bool CacheReadOnly { get; init; }

    /// <summary>The maximum size of the workspace's cache; null: the default.</summary>
    public string? CacheSize { get; init; }

    /// <summary>Runs every step, and caches no result.</summary>
    public bool NoCache { get; init; }
}

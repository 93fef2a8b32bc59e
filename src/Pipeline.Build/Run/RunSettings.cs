using Nuke.Common.IO;

namespace Pipeline.Build.Run;

/// <summary>The parameters of a run.</summary>
internal sealed record RunSettings
{
    /// <summary>The <c>pipeline.yaml</c>.</summary>
    public required AbsolutePath Catalog { get; init; }

    /// <summary>The services that are named; none: all.</summary>
    public required IReadOnlyCollection<string> Services { get; init; }

    /// <summary>The environment that is named; null: none.</summary>
    public string? Environment { get; init; }

    /// <summary>What services have to differ from to be worked on; null: nothing is compared, unless the event says so.</summary>
    public string? Since { get; init; }

    /// <summary>Leaves out services that earlier jobs handed nothing over for.</summary>
    public bool HandedOver { get; init; }

    /// <summary>How many steps run at a time.</summary>
    public int Parallel { get; init; }

    /// <summary>Limits as they were given, such as <c>image build=2</c>.</summary>
    public required IReadOnlyCollection<string> Limits { get; init; }

    /// <summary>Ends the run at the first failure.</summary>
    public bool FailFast { get; init; }

    /// <summary>Minutes that a step may take.</summary>
    public double StepTimeout { get; init; }

    /// <summary>Leaves where another run works in this workspace.</summary>
    public bool NoWait { get; init; }

    /// <summary>Resumes the last run.</summary>
    public bool Resume { get; init; }

    /// <summary>Takes the checkout for unchanged.</summary>
    public bool AssumeClean { get; init; }

    /// <summary>Where results are shared; null: nowhere.</summary>
    public string? Cache { get; init; }

    /// <summary>Gives the shared cache nothing.</summary>
    public bool CacheReadOnly { get; init; }

    /// <summary>How much the workspace's cache may hold; null: what it holds by default.</summary>
    public string? CacheSize { get; init; }

    /// <summary>Runs every step, and keeps no result.</summary>
    public bool NoCache { get; init; }
}

using Nuke.Common;
using Nuke.Common.IO;

// Each parameter says what it is in its attribute, for the help and for readers alike.
#pragma warning disable CS1591

namespace Pipeline.Build;

public abstract partial class PipelineBuild
{
    [Parameter("Services to work on, with or without -service; several, or parted by commas. Default: all")]
    protected readonly string[] Service = [];

    [Parameter("Where the images go. Default: local, which needs no cloud account")]
    protected readonly string? Environment;

    [Parameter("The catalog. Default: pipeline.yaml")]
    protected readonly AbsolutePath Catalog = RootDirectory / CatalogFile;

    [Parameter("How many steps run at a time. Default: the number of cores")]
    protected readonly int Parallel = System.Environment.ProcessorCount;

    [Parameter(
        "How many steps that share a limit run at a time, such as \"image build=2\"; several, or repeated",
        Name = "Limit"
    )]
    protected readonly string[] Limits = [];

    [Parameter("Ends the run at the first failure")]
    protected readonly bool FailFast;

    [Parameter("Minutes that a step may take. Default: 30")]
    protected readonly double StepTimeout = 30;

    [Parameter("Leaves at once where another run works in this workspace, and does not wait for it")]
    protected readonly bool NoWait;

    [Parameter(
        "Works only on services that a change affects: since a commit or branch, or since each was \"delivered\". Default: all; in a pull request its base, after a push what was delivered"
    )]
    protected readonly string? Since;

    [Parameter("Leaves out services that earlier jobs handed nothing over for, as they did not get through them")]
    protected readonly bool HandedOver;

    [Parameter("Resumes the last run, which was killed or failed: what has passed is taken over, everything else runs")]
    protected readonly bool Resume;

    [Parameter(
        "Where results are shared beside artifacts/cache: a folder, or oci://HOST/REPOSITORY. Default: nowhere",
        Name = "Cache"
    )]
    protected readonly string? SharedCache;

    [Parameter(
        "Takes results from the shared cache and gives it none; always so in a pull request",
        Name = "CacheReadOnly"
    )]
    protected readonly bool IsCacheReadOnly;

    [Parameter("How much artifacts/cache may hold. Default: 5GB")]
    protected readonly string? CacheSize;

    [Parameter("Runs every step, and keeps no result")]
    protected readonly bool NoCache;
}

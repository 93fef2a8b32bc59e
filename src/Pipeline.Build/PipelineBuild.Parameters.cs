using Nuke.Common;
using Nuke.Common.IO;

// Each parameter says what it is in its attribute, for the help and for readers alike.
#pragma warning disable CS1591

namespace Pipeline.Build;

public abstract partial class PipelineBuild
{
    [Parameter(
        "Services to work on, with or without the suffix -service; repeated, or separated by commas. Default: all"
    )]
    protected readonly string[] Service = [];

    [Parameter("Environment to deliver to. Default: local, which needs no cloud account")]
    protected readonly string? Environment;

    [Parameter("The catalog. Default: pipeline.yaml")]
    protected readonly AbsolutePath Catalog = RootDirectory / CatalogFile;

    [Parameter("Steps that run at the same time. Default: the number of cores")]
    protected readonly int Parallel = System.Environment.ProcessorCount;

    [Parameter(
        "Steps that share a limit and run at the same time, such as \"image build=2\"; several, or repeated",
        Name = "Limit"
    )]
    protected readonly string[] Limits = [];

    [Parameter("Ends the run at the first failure")]
    protected readonly bool FailFast;

    [Parameter("Timeout of a step, in minutes. Default: 30")]
    protected readonly double StepTimeout = 30;

    [Parameter("Exits at once, instead of waiting, if another run works in this workspace")]
    protected readonly bool NoWait;

    [Parameter(
        "Works only on services that a change affects: since a commit or branch, or since each was \"delivered\". Default: all; in a pull request its base, after a push what was delivered"
    )]
    protected readonly string? Since;

    [Parameter(
        "Takes over what earlier jobs of a workflow handed over: JOB@DIGEST, anything but that is refused; JOB for one with a leg for each service, where services without files are skipped, because they failed there"
    )]
    protected readonly string? Handover;

    [Parameter("Resumes the last run, which was killed or failed: passed steps are kept, all others run")]
    protected readonly bool Resume;

    [Parameter(
        "Shared cache in addition to artifacts/cache: a folder, or oci://HOST/REPOSITORY. Default: none",
        Name = "Cache"
    )]
    protected readonly string? SharedCache;

    [Parameter("Reads the shared cache but does not write to it; always so in a pull request", Name = "CacheReadOnly")]
    protected readonly bool IsCacheReadOnly;

    [Parameter("Maximum size of artifacts/cache. Default: 5GB")]
    protected readonly string? CacheSize;

    [Parameter("Runs every step, and caches no result")]
    protected readonly bool NoCache;
}

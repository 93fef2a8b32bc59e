using Nuke.Common;
using Pipeline.Execution.Cache;
using Pipeline.Images.Caching;

sealed partial class Build
{
    [Parameter("Where results are shared beside artifacts/cache: a folder, or oci://HOST/REPOSITORY. Default: nowhere", Name = "Cache")]
    readonly string? SharedCache;

    [Parameter("Takes results from the shared cache and gives it none; always so in a pull request", Name = "CacheReadOnly")]
    readonly bool IsCacheReadOnly;

    [Parameter("How much artifacts/cache may hold. Default: 5GB")]
    readonly string? CacheSize;

    [Parameter("Runs every step, and keeps no result")]
    readonly bool NoCache;

    private CacheOptions ResultCache =>
        new(new LocalStore(Artifacts / "cache", CacheSize is null ? LocalStore.DefaultLimit : ByteSize.Parse(CacheSize)))
        {
            Shared = SharedStores.Find(SharedCache, System.Environment.CurrentDirectory),
            IsReadOnly = IsCacheReadOnly || IsPullRequest,
        };
}

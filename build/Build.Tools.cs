using Nuke.Common;
using Pipeline.Build.Reporting;
using Pipeline.Execution;
using Pipeline.Tools.Locked;

sealed partial class Build
{
    [Parameter("Tools: proposes later versions in tools.lock.yaml, by the checksums of their releases")]
    readonly bool Update;

    [Parameter("Tools: which to propose, as NAME or NAME@VERSION; several, or repeated. Default: the latest of all", Name = "Tool")]
    readonly string[] UpdatedTools = [];

    private static readonly ToolCache DownloadedTools = ToolCache.OfUser();

    private static ToolsLock Lock => ToolsLock.Read(RootDirectory);

    Target FetchTools => _ => _
        .Description("Fetches the tools that tools.lock.yaml has, and installs nothing else")
        .Before(Compile, Bump, Promote, Drift, Rescan)
        .Executes(() => LockedTools.FetchAll(
            Lock,
            new ToolFetch(DownloadedTools, ToolFetchOptions.OfEnvironment(), Console.WriteLine),
            Console.Out
        ));

    Target Tools => _ => _
        .Description("Shows which tools tools.lock.yaml has, and which are here; with --update, proposes later versions")
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(CommandLine, GetType());
            if (Update)
                await new ToolUpdate(ToolFetchOptions.OfEnvironment(), Console.Out).Propose(RootDirectory, Given("Tool", UpdatedTools));
            LockReport.Write(LockedTools.Examine(Lock, DownloadedTools), DownloadedTools, Console.Out);
        });
}

using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Build.Reporting;
using Pipeline.Build.Run;
using Pipeline.Catalog.Reading;
using Pipeline.Images.Building;
using Pipeline.Quality;
using Pipeline.Tools;
using Pipeline.Tools.Locked;

namespace Pipeline.Build.Targets;

/// <summary>The targets that show and install what the other targets work with.</summary>
public interface ITools : IPipelineBuild
{
    /// <summary>True where later versions are to be proposed.</summary>
    [Parameter("Tools: proposes later versions in tools.lock.yaml, by the checksums of their releases")]
    bool Update => TryGetValue<bool?>(() => Update) ?? false;

    /// <summary>The tools to propose; none: the latest of all.</summary>
    [Parameter("Tools: which to propose, as NAME or NAME@VERSION; several, or repeated. Default: the latest of all", Name = "Tool")]
    string[] UpdatedTools => TryGetValue(() => UpdatedTools) ?? [];

    /// <summary>What the build itself needs of this machine, beside what its services need.</summary>
    ImmutableArray<Tool> FurtherTools => [];

    /// <summary>Installs what is needed and missing.</summary>
    Target Setup => _ => _
        .Description("Installs what the services need and this machine lacks; with Check, what Pipeline's own tests need too")
        .Before(Doctor)
        .Executes(() => Pipeline.Tools.Setup.Run(Needed, RootDirectory, Downloaded, Console.Out));

    /// <summary>Shows what is needed, and what is missing.</summary>
    Target Doctor => _ => _
        .Description("Shows which tools are here, which are missing, and how to get them")
        .Executes(async () =>
        {
            var path = ToolInventory.SearchPath(RootDirectory, Downloaded);
            ToolReport.Write(await Pipeline.Tools.Doctor.Examine(Needed, path), Console.Out);
            await BuilderReport.Write(Platform, MachineBuilder.Find(Platform, Artifacts, path), Console.Out);
        });

    /// <summary>Fetches the tools that <c>tools.lock.yaml</c> has.</summary>
    Target FetchTools => _ => _
        .Description("Fetches the tools that tools.lock.yaml has, and installs nothing else")
        .TryBefore<IVerifyServices>(build => build.Compile)
        .TryBefore<IDeployServices>(build => build.Bump, build => build.Promote)
        .TryBefore<IAuditDeployments>(build => build.Drift, build => build.Rescan)
        .Executes(() => ToolInventory.FetchAll(
            Lock,
            new ToolFetch(Downloaded, ToolFetchOptions.OfEnvironment(), Console.WriteLine),
            Console.Out
        ));

    /// <summary>Shows the tools that <c>tools.lock.yaml</c> has, or proposes later ones.</summary>
    Target Tools => _ => _
        .Description("Shows which tools tools.lock.yaml has, and which are here; with --update, proposes later versions")
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            if (Update)
                await new ToolUpdate(ToolFetchOptions.OfEnvironment(), Console.Out).Propose(
                    RootDirectory,
                    Lifecycle.Given("Tool", UpdatedTools)
                );
            LockReport.Write(ToolInventory.Examine(Lock, Downloaded), Downloaded, Console.Out);
        });

    /// <summary>Writes the JSON Schema of the catalog.</summary>
    Target Schema => _ => _
        .Description("Writes the JSON Schema of pipeline.yaml, for editors")
        .Executes(() => (RootDirectory / "docs" / "pipeline.schema.json").WriteAllText(CatalogReader.Schema(SupportedLanguages.Declared)));

    private static ToolCache Downloaded { get; } = ToolCache.OfUser();

    private ImmutableArray<Tool> Needed => [.. Toolbox.For(Platform, SupportedLanguages.ToolsFor(Platform), Lock), .. FurtherTools];

    private ToolsLock Lock => ToolsLock.Read(RootDirectory);
}

using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Build.Completing;
using Pipeline.Build.Reporting;
using Pipeline.Build.Run;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Building;
using Pipeline.Quality;
using Pipeline.Tools;
using Pipeline.Tools.Locked;

namespace Pipeline.Build.Targets;

/// <summary>The targets that show and install the tools of the other targets.</summary>
public interface ITools : IPipelineBuild
{
    /// <summary>True to propose newer versions.</summary>
    [Parameter("Tools: proposes newer versions in tools.lock.yaml, with the checksums of their releases")]
    bool Update => TryGetValue<bool?>(() => Update) ?? false;

    /// <summary>The tools to propose; none: the latest of all.</summary>
    [Parameter("Tools: which to propose, as NAME or NAME@VERSION; several, or repeated. Default: the latest of all", Name = "Tool")]
    string[] UpdatedTools => TryGetValue(() => UpdatedTools) ?? [];

    /// <summary>The tools that the build itself needs, in addition to those of its services.</summary>
    ImmutableArray<Tool> FurtherTools => [];

    /// <summary>
    /// The path of a program: of the one that <see cref="FetchTools"/> has downloaded, else of the machine's; its name
    /// where there is neither.
    /// </summary>
    string PathOf(string program) =>
        ProgramPath.Find(program, ToolInventory.SearchPath(RootDirectory, Downloaded)) ?? program;

    /// <summary>Installs the missing tools.</summary>
    Target Setup => _ => _
        .Description("Installs the missing tools that the services need; with Check, also those of Pipeline's own tests")
        .Before(Doctor)
        .Executes(() => Pipeline.Tools.Setup.Run(Needed, RootDirectory, Downloaded, Console.Out));

    /// <summary>Shows the needed tools, and which are missing.</summary>
    Target Doctor => _ => _
        .Description("Shows which tools are installed, which are missing and how to get them, and what else writes images")
        .Executes(async () =>
        {
            var path = ToolInventory.SearchPath(RootDirectory, Downloaded);
            ToolReport.Write(await Pipeline.Tools.Doctor.Examine(Needed, path), Console.Out);
            await BuilderReport.Write(Platform, MachineBuilder.Find(Platform, Artifacts, path), Console.Out);
            ConfinementReport.Write(Console.Out);
            CredentialReport.Write(Platform, Console.Out);
            WriterReport.Write(Platform, Console.Out);
        });

    /// <summary>Downloads the tools that <c>tools.lock.yaml</c> pins.</summary>
    Target FetchTools => _ => _
        .Description("Downloads the tools that tools.lock.yaml pins, and installs nothing else")
        .TryBefore<IVerifyServices>(build => build.Compile)
        .TryBefore<IDeployServices>(build => build.Bump, build => build.Promote)
        .TryBefore<IAuditDeployments>(build => build.Drift, build => build.Rescan)
        .Executes(() => ToolInventory.FetchAll(
            Lock,
            new ToolFetch(Downloaded, ToolFetchOptions.OfEnvironment(), Console.WriteLine),
            Console.Out
        ));

    /// <summary>Lists the tools that <c>tools.lock.yaml</c> pins, or proposes newer ones.</summary>
    Target Tools => _ => _
        .Description("Lists the tools that tools.lock.yaml pins and whether they are installed; with --update, proposes newer versions")
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

    /// <summary>The shell to complete command lines in.</summary>
    [Parameter("Completion: the shell, bash, zsh or powershell, that its script is for", Name = "For")]
    Shell? CompletedShell => TryGetValue<Shell?>(() => CompletedShell!);

    /// <summary>The command line to complete.</summary>
    [Parameter("Completion: a command line up to the cursor; shows what it can go on with")]
    string? Line => TryGetValue(() => Line);

    /// <summary>Shows the script that completes command lines, or what one can go on with.</summary>
    Target Completion => _ => _
        .Description("Shows the script by which a shell completes targets, parameters, services and environments")
        .Executes(() =>
        {
            Assert.True(CompletedShell is not null || Line is not null, "name the shell: --for bash, zsh or powershell");
            if (CompletedShell is { } shell)
                Console.WriteLine(CompletionScript.For(shell));
            else
                foreach (var word in new NextWords(GetType(), ReadablePlatform).For(Line!))
                    Console.WriteLine(word);
        });

    /// <summary>Writes the JSON Schema of the catalog.</summary>
    Target Schema => _ => _
        .Description("Writes the JSON Schema of pipeline.yaml, for editors")
        .Executes(() => (RootDirectory / "docs" / "pipeline.schema.json").WriteAllText(CatalogReader.Schema(SupportedLanguages.Declared)));

    // A command line can be completed beside a catalog that is being written.
    private Platform? ReadablePlatform
    {
        get
        {
            try
            {
                return Platform;
            }
            catch (CatalogException)
            {
                return null;
            }
        }
    }

    private ToolCache Downloaded => ToolCache.OfUser(RootDirectory);

    private ImmutableArray<Tool> Needed => [.. Toolbox.For(Platform, SupportedLanguages.ToolsFor(Platform), Lock), .. FurtherTools];

    private ToolsLock Lock => ToolsLock.Read(RootDirectory);
}

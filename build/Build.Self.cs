using CliWrap;
using CliWrap.Buffered;
using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.IO;
using Pipeline.Build.Delivery;
using Pipeline.Build.Targets;
using Pipeline.Foundation.Git;
using Pipeline.Tools;
using Pipeline.Workflows;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

/// <summary>This repository's own work.</summary>
sealed partial class Build
{
    private static AbsolutePath Solution => RootDirectory / "Pipeline.sln";

    // Only those who change Pipeline itself need what its tests work with.
    ImmutableArray<Tool> ITools.FurtherTools => ScheduledTargets.Contains(UnitTests) ? OwnTools.All : [];

    Target Format => _ => _
        .Description("Formats Pipeline's own code")
        .Executes(() => DotNet("csharpier", "format", "."));

    Target CheckFormat => _ => _
        .Description("Fails if Pipeline's own code is not formatted")
        .After<ITools>(build => build.Setup)
        .Executes(() => DotNet("csharpier", "check", "."));

    [RunsCode("compiles Pipeline with its packages")]
    Target BuildSolution => _ => _
        .Description("Compiles Pipeline itself; warnings are errors")
        .After<ITools>(build => build.Setup)
        .Executes(() => DotNet("build", Solution, "--nologo", "--verbosity", "quiet"));

    [RunsCode("runs Pipeline's tests")]
    Target UnitTests => _ => _
        .Description("Runs Pipeline's own tests, on real parts")
        .DependsOn(BuildSolution)
        .Executes(() => TestProjects.Run(RootDirectory, Console.Out));

    [Job("check", First = [nameof(ITools.Setup)], Minutes = 90)]
    Target Check => _ => _
        .Description("Runs every check on a change of Pipeline: format, build, tests, the sample's Argo CD manifests, the workflows, the reference")
        .DependsOn(CheckFormat, UnitTests)
        .DependsOn<IDeployServices>(build => build.CheckScaffold)
        .DependsOn<IGitHubWorkflows>(build => build.CheckWorkflows)
        .DependsOn<IDocuments>(build => build.CheckReference);

    Target UpdateActions => _ => _
        .Description("Updates the pinned actions of the workflows to their newest releases, and refuses a moved tag")
        .Executes(() => ActionUpdates.Run(
            [.. UsedActions.All, .. PlatformWorkflowAttribute.LanguageSetups.Select(setup => setup.Action).OfType<ActionPin>()],
            [
                RootDirectory / "src" / "Pipeline.Workflows" / "Pins" / "UsedActions.cs",
                .. (RootDirectory / "src" / "Pipeline" / "Quality" / "Languages").GlobFiles("*/*Language.cs"),
            ],
            repository => RemoteTags.Read(ActionUpdates.GitHub + repository),
            Console.Out
        ));

    [Parameter("Pack: makes a feed in artifacts/feed, with the stand-ins for packages that this machine's feeds lack")]
    readonly bool StandIns;

    [Job("pack", Minutes = 20)]
    [RunsCode("compiles Pipeline with its packages")]
    Target Pack => _ => _
        .Description("Packs Pipeline's libraries and its tool as NuGet packages, with a bill of what they depend on")
        .Produces("artifacts/packages")
        .Executes(async () =>
        {
            var packing = RootDirectory / "artifacts" / "pack";
            var folder = StandIns ? RootDirectory / "artifacts" / "feed" : Packages;
            folder.DeleteDirectory();
            await DotNet([
                "pack",
                RootDirectory / "src" / "Packages.slnf",
                "--configuration",
                "Release",
                "--nologo",
                "--verbosity",
                "quiet",
                "-nodeReuse:false",
                $"-p:ArtifactsPath={packing}",
                $"-p:PackageOutputPath={folder}",
                // Check has had them.
                "-p:RunAnalyzers=false",
                "-p:ContinuousIntegrationBuild=true",
                $"-p:DeterministicTimestamp={await CommitTime()}",
                .. StandIns ? ["--version-suffix", "standin", "-p:PackStandIns=true"] : Array.Empty<string>(),
            ]);
            if (StandIns)
                return;

            await DotNet("tool", "restore");
            await DotNet([
                "CycloneDX",
                RootDirectory / "src" / "Pipeline.Tool" / "Pipeline.Tool.csproj",
                "--recursive",
                "--base-intermediate-output-path",
                packing / "obj",
                "--disable-package-restore",
                "--set-version",
                folder.GlobFiles("Pipeline.Tool.*.nupkg").Single().NameWithoutExtension["Pipeline.Tool.".Length..],
                "--output-format",
                "Json",
                "--output",
                folder,
                "--filename",
                "pipeline.cdx.json",
            ]);
            HandOver(folder);
        });

    [Job("release", Minutes = 10)]
    [NeedsRight(Scope.Contents, Access.Write, "creates the release")]
    [NeedsIdentity("signs the packages", As = GitHubWorkflowAttribute.Workflow)]
    [NeedsTarget(nameof(ITools.FetchTools), "signs with cosign")]
    Target PublishRelease => _ => _
        .Description("Signs the packages that Pack made, states their provenance, and creates the GitHub release of the tag")
        .DependsOn(Check, Pack)
        .Consumes(Pack)
        .OnlyWhenStatic(() => GitHubActions.Instance is { RefType: "tag" })
        .Executes(async () =>
        {
            var packages = ArrivedFrom("pack");
            string[] files = [.. Directory.GetFiles(packages).Order(StringComparer.Ordinal)];
            var signatures = new ReleaseSignatures(
                RootDirectory / "artifacts" / "release",
                arguments => Tool(((ITools)this).PathOf("cosign"), arguments)
            );
            await signatures.Write(files);
            await Tool("gh",
                ["release", "create", GitHubActions.Instance.RefName, "--verify-tag", "--generate-notes", .. files, .. Directory.GetFiles(signatures.Folder)]
            );
        });

    // One commit gives one package, byte for byte.
    private static async Task<string> CommitTime() =>
        (await Cli.Wrap("git").WithArguments("log -1 --format=%ct").WithWorkingDirectory(RootDirectory).ExecuteBufferedAsync())
            .StandardOutput.Trim();

    private static AbsolutePath Packages => RootDirectory / "artifacts" / "packages";

    private static Task DotNet(params string[] arguments) => Tool("dotnet", arguments);

    private static async Task Tool(string program, string[] arguments)
    {
        var result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(RootDirectory)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Console.WriteLine))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Console.Error.WriteLine))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
        Assert.True(result.ExitCode == 0, $"{Path.GetFileName(program)} {arguments[0]} ended with {result.ExitCode}: see above");
    }
}

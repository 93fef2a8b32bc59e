using CliWrap;
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

    [Job("pack", Minutes = 20)]
    [RunsCode("compiles Pipeline with its packages")]
    Target Pack => _ => _
        .Description("Packs Pipeline's libraries as NuGet packages, with a bill of what they depend on")
        .Produces("artifacts/packages")
        .Executes(async () =>
        {
            foreach (var library in (string[])["Pipeline.Workflows", "Pipeline", "Pipeline.Build"])
                await DotNet("pack", RootDirectory / "src" / library, "--configuration", "Release", "--output", Packages, "--nologo");
            await DotNet("tool", "restore");
            await DotNet([
                "CycloneDX",
                RootDirectory / "src" / "Pipeline.Build" / "Pipeline.Build.csproj",
                "--recursive",
                "--base-intermediate-output-path",
                RootDirectory / "artifacts" / "dotnet" / "obj",
                "--disable-package-restore",
                "--set-version",
                Packages.GlobFiles("Pipeline.Build.*.nupkg").Single().NameWithoutExtension["Pipeline.Build.".Length..],
                "--output-format",
                "Json",
                "--output",
                Packages,
                "--filename",
                "pipeline.cdx.json",
            ]);
            HandOver(Packages);
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

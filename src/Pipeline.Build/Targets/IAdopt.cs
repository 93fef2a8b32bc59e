using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Adoption;
using Pipeline.Adoption.Review;
using Pipeline.Adoption.Trees;
using Pipeline.Build.Adopting;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Adoption;
using Pipeline.Build.Run;

namespace Pipeline.Build.Targets;

/// <summary>The targets that look at a repository without a catalog, and give it one.</summary>
public interface IAdopt : IFormattedOutput
{
    /// <summary>The repository; null: the build's own.</summary>
    [Parameter("Adopt, Review: the folder of the repository. Default: the one that the build stands in")]
    string? Into => TryGetValue(() => Into);

    /// <summary>The checkout of the repository of the manifests; null: they are in the same repository.</summary>
    [Parameter("Adopt: the checkout of the repository with the manifests. Default: they are in the same repository", Name = "Gitops")]
    string? ManifestFolder => TryGetValue(() => ManifestFolder);

    /// <summary>What a person answers.</summary>
    [Parameter("Adopt: an answer, as KEY=VALUE with a key of the catalog, such as services.auth.path=apps/auth; several, or repeated", Name = "Answer")]
    string[] GivenAnswers => TryGetValue(() => GivenAnswers) ?? [];

    /// <summary>True to write without a question.</summary>
    [Parameter("Adopt: writes without asking whether to")]
    bool Yes => TryGetValue<bool?>(() => Yes) ?? false;

    /// <summary>True to write nothing.</summary>
    [Parameter("Adopt: writes nothing")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    /// <summary>True for a build in C#.</summary>
    [Parameter("Adopt: writes a build in C#, to which targets of your own can be added, in place of the tool", Name = "Csharp")]
    bool InCSharp => TryGetValue<bool?>(() => InCSharp) ?? false;

    /// <summary>Gives a repository a catalog and the workflows that follow from it.</summary>
    Target Adopt => _ => _
        .Description("Finds the services of a repository, and writes a catalog, a start script and workflows for it")
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            var format = FormatName.Parse(Format, OutputFormat.Text, OutputFormat.Json);
            var repository = await AdoptedRepository.Read(AdoptedFolder);
            var manifests = ManifestFolder is { } folder ? await AdoptedRepository.Read(Path.GetFullPath(folder)) : repository;
            var bootstrap = new Bootstrap(repository.Tree, Bootstrap.Running, InCSharp);
            new AdoptionRun(new(this, repository, manifests, bootstrap), format, Console.Out)
            {
                Asks = format == OutputFormat.Text && AdoptionPrompt.IsPossible,
                Confirms = !Yes,
                IsDry = DryRun,
            }.Run([.. Lifecycle.Given("Answer", GivenAnswers)]);
        });

    /// <summary>Finds what lets a bad delivery pass.</summary>
    Target Review => _ => _
        .Description("Shows what in workflows, Dockerfiles and manifests lets a bad delivery pass, and what Pipeline does instead")
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            var format = FormatName.Parse(Format, OutputFormat.Text, OutputFormat.Json, OutputFormat.Sarif, OutputFormat.Html);
            var repository = await AdoptedRepository.Read(AdoptedFolder);
            ReviewWriter.Write(RepositoryAdoption.Review(repository), RepositoryReview.Scope(repository.Tree), format, Console.Out);
        });

    /// <summary>The version to upgrade to; null: the newest.</summary>
    [Parameter("Upgrade: the version of Pipeline. Default: the newest of the feeds that nuget.config names")]
    string? PipelineVersion => TryGetValue(() => PipelineVersion);

    /// <summary>Upgrades Pipeline itself.</summary>
    Target Upgrade => _ => _
        .Description("Changes the one number that says which version of Pipeline runs in this repository")
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            await new PinnedPipeline(RootDirectory, Console.Out).Upgrade(PipelineVersion);
        });

    private AbsolutePath AdoptedFolder => Into is { } folder ? Path.GetFullPath(folder) : RootDirectory;
}

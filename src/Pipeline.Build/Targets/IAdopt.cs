using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Adoption.Review;
using Pipeline.Adoption.Trees;
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

    /// <summary>Finds what lets a bad delivery pass.</summary>
    Target Review => _ => _
        .Description("Shows what in workflows, Dockerfiles and manifests lets a bad delivery pass, and what Pipeline does instead")
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            var format = FormatName.Parse(Format, OutputFormat.Text, OutputFormat.Json, OutputFormat.Sarif);
            var tree = await RepositoryTree.Read(AdoptedFolder);
            ReviewWriter.Write(RepositoryReview.Of(tree, []), format, Console.Out);
        });

    private AbsolutePath AdoptedFolder => Into is { } folder ? Path.GetFullPath(folder) : RootDirectory;
}

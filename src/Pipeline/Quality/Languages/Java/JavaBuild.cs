using Nuke.Common.IO;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Java;

/// <summary>The build of a service by Maven or Gradle: what to run, and where it leaves what.</summary>
internal sealed record JavaBuild
{
    /// <summary>The folder of the whole build, which other services may be in too.</summary>
    public required AbsolutePath Root { get; init; }

    /// <summary>The folder that the build tool runs in.</summary>
    public required AbsolutePath Folder { get; init; }

    /// <summary>The build tool's command.</summary>
    public required string Program { get; init; }

    /// <summary>The script that brings the build tool along, in its version; null without one.</summary>
    public required AbsolutePath? Wrapper { get; init; }

    /// <summary>What compiles and packages.</summary>
    public required ImmutableArray<string> Compile { get; init; }

    /// <summary>What tests.</summary>
    public required ImmutableArray<string> Test { get; init; }

    /// <summary>What checks sources against the rules that the build states; empty where it states none.</summary>
    public required ImmutableArray<string> Lint { get; init; }

    /// <summary>
    /// The folders that it writes: of the whole build, as parts that a service needs are built with it.
    /// </summary>
    public required ImmutableArray<AbsolutePath> Outputs { get; init; }

    /// <summary>The pattern of the folders in an output folder that reports of tests lie in.</summary>
    public required string TestReports { get; init; }

    /// <summary>True where the versions of all packages are stated.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>Why coverage is missing, where it is.</summary>
    public required string Unmeasured { get; init; }

    /// <summary>What a build without rules lacks.</summary>
    public required string Unruled { get; init; }

    /// <summary>Dependabot's name for its packages.</summary>
    public required string Ecosystem { get; init; }

    /// <summary>What a machine needs to run it without a wrapper.</summary>
    public required Tool Installation { get; init; }

    /// <summary>True where the service is a part of a larger build.</summary>
    public bool IsPartOf(AbsolutePath service) => Root != service;

    /// <summary>The build of a folder; null where it has none. Maven's takes precedence.</summary>
    public static JavaBuild? Of(AbsolutePath folder) =>
        File.Exists(folder / MavenProject.FileName) ? MavenBuild.Of(folder)
        : BuildFolders.Find(folder, GradleBuild.Scripts) is not null ? GradleBuild.Of(folder)
        : null;
}

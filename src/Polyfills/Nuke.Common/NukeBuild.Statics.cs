#nullable disable annotations

using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    private static AbsolutePath s_rootDirectory;
    private static AbsolutePath s_temporaryDirectory;
    private static AbsolutePath s_buildProjectFile;
    private static string[] s_loadedLocalProfiles;
    private static Verbosity? s_verbosity;
    private static Host s_host;

    /// <summary>
    /// The nearest directory, from the working directory upwards, that holds a directory <c>.nuke</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none, and none was given.</exception>
    [Parameter("Root directory of the run. Without a value, the working directory.", RootFinder.ParameterName)]
    public static AbsolutePath RootDirectory => s_rootDirectory ??= RootFinder.Find();

    /// <summary>The directory for what need not last: <c>.nuke/temp</c>.</summary>
    public static AbsolutePath TemporaryDirectory =>
        s_temporaryDirectory ??= RootFinder.TemporaryDirectoryOf(RootDirectory);

    /// <summary>The assembly that was started.</summary>
    public static AbsolutePath BuildAssemblyFile =>
        Assembly.GetEntryAssembly()?.Location is { Length: > 0 } location
            ? location
            : AbsolutePath.FromWorkingDirectory(Environment.GetCommandLineArgs()[0]);

    /// <summary>Directory of the assembly that was started.</summary>
    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile.Parent;

    /// <summary>Directory of the build's project; null where the assembly lies below none.</summary>
    public static AbsolutePath BuildProjectDirectory => BuildProjectFile?.Parent;

    /// <summary>The nearest project, from the assembly upwards; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">The nearest directory with a project has several.</exception>
    public static AbsolutePath BuildProjectFile =>
        s_buildProjectFile ??= RootFinder.FindProject(BuildAssemblyDirectory);

    /// <summary>How much is written.</summary>
    [Parameter("How much is written: Verbose, Normal, Minimal or Quiet. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => s_verbosity ??= ReadVerbosity();
        set => s_verbosity = value;
    }

    /// <summary>What the build runs on: the terminal of a person, or a build server.</summary>
    [Parameter("What the build runs on. Default is what is found to be there.")]
    public static Host Host
    {
        get => s_host ??= (Host)ParameterService.Get(nameof(Host), typeof(Host)) ?? Host.Detect();
        set => s_host = value;
    }

    /// <summary>Profiles whose parameters file is read, the last one first.</summary>
    [Parameter("Profiles to load: files '.nuke/parameters.<profile>.json'.", ParametersFile.ProfileParameter)]
    public static string[] LoadedLocalProfiles =>
        s_loadedLocalProfiles ??=
            (string[])ParameterService.Get(ParametersFile.ProfileParameter, typeof(string[])) ?? [];

    /// <summary>Whether a person has started the build.</summary>
    public static bool IsLocalBuild => !IsServerBuild;

    /// <summary>Whether a build server has started the build.</summary>
    public static bool IsServerBuild => Host is IBuildServer;

    private static Verbosity ReadVerbosity()
    {
        // Whatever is wrong with the parameter is told at this verbosity.
        s_verbosity = Verbosity.Normal;
        return (Verbosity?)ParameterService.Get(nameof(Verbosity), typeof(Verbosity)) ?? Verbosity.Normal;
    }

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;
    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;
    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;
    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;
    AbsolutePath INukeBuild.BuildProjectDirectory => BuildProjectDirectory;
    AbsolutePath INukeBuild.BuildProjectFile => BuildProjectFile;
    Verbosity INukeBuild.Verbosity => Verbosity;
    Host INukeBuild.Host => Host;
    bool INukeBuild.IsLocalBuild => IsLocalBuild;
    bool INukeBuild.IsServerBuild => IsServerBuild;
}

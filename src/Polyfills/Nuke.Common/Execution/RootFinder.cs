using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Finds the directories that a run is about.</summary>
internal static class RootFinder
{
    public const string ParameterName = "Root";
    public const string NukeDirectory = ".nuke";

    public static AbsolutePath Find()
    {
        if (ParameterService.Get(ParameterName, typeof(AbsolutePath)) is AbsolutePath given)
            return given;

        // A flag without a value means the working directory.
        if (CommandLine.Current.Has(ParameterName))
            return Environment.CurrentDirectory;

        // The .nuke directory of the home directory holds what belongs to all builds of a user.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        for (
            var directory = Environment.CurrentDirectory;
            directory is not null;
            directory = Path.GetDirectoryName(directory)
        )
        {
            if (Directory.Exists(Path.Combine(directory, NukeDirectory)) && directory != home)
                return directory;
        }

        throw new InvalidOperationException(
            $"No directory '{NukeDirectory}' is in '{Environment.CurrentDirectory}' or above it, "
                + $"so the root of the build is not known. "
                + $"Create '{NukeDirectory}' in the root directory, or name the root with --root <path>."
        );
    }

    public static AbsolutePath TemporaryDirectoryOf(AbsolutePath root)
    {
        var directory = root / NukeDirectory / "temp";
        try
        {
            return directory.CreateDirectory();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"'{directory}', where the build keeps what need not last, cannot be created: "
                    + $"make it writable. {exception.Message}",
                exception
            );
        }
    }

    public static AbsolutePath? FindProject(AbsolutePath start)
    {
        for (AbsolutePath? directory = start; directory is not null; directory = directory.Parent)
        {
            var projects = Directory.GetFiles(directory, "*.csproj");
            if (projects.Length == 1)
                return projects[0];
            if (projects.Length > 1)
                throw new InvalidOperationException(
                    $"'{directory}' holds {projects.Length} projects, and one is expected: the build's."
                );
        }

        return null;
    }
}

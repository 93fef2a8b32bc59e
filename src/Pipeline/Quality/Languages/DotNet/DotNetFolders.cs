using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>The folders whose solution or projects stand for all packages of a service.</summary>
internal static class DotNetFolders
{
    private static readonly string[] Solutions = [".sln", ".slnx"];
    private static readonly string[] Projects = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>The folder itself where it has a solution, else those with projects.</summary>
    public static IEnumerable<AbsolutePath> Of(AbsolutePath sources) =>
        Directory.EnumerateFiles(sources).Any(file => Solutions.Contains(Path.GetExtension(file)))
            ? [sources]
            : Directory
                .EnumerateFiles(sources, "*.*proj", SearchOption.AllDirectories)
                .Where(file => Projects.Contains(Path.GetExtension(file)))
                .Select(file => ((AbsolutePath)file).Parent!)
                .Distinct();
}

using Nuke.Common.IO;

namespace Pipeline.Quality.Languages;

/// <summary>A folder that declares packages.</summary>
/// <param name="Ecosystem">Dependabot's name for their package manager, such as <c>gomod</c>.</param>
/// <param name="Folder">The folder.</param>
internal sealed record PackageFolder(string Ecosystem, AbsolutePath Folder)
{
    /// <summary>The nearest folder with a file, from the sources up to the repository; null without one.</summary>
    public static AbsolutePath? Nearest(AbsolutePath sources, string file) =>
        ParentFolders.From(sources).FirstOrDefault(folder => File.Exists(folder / file));
}

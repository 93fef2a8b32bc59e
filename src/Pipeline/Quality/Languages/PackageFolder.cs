using Nuke.Common.IO;

namespace Pipeline.Quality.Languages;

/// <summary>A folder that declares packages.</summary>
/// <param name="Ecosystem">Dependabot's name for their package manager, such as <c>gomod</c>.</param>
/// <param name="Folder">The folder.</param>
internal sealed record PackageFolder(string Ecosystem, AbsolutePath Folder)
{
    /// <summary>The nearest folder with a file, from the sources up to the repository; null without one.</summary>
    public static AbsolutePath? Nearest(AbsolutePath sources, string file)
    {
        for (var folder = sources; folder is not null; folder = folder.Parent)
            if (File.Exists(folder / file))
                return folder;
            else if (Path.Exists(folder / ".git"))
                break;
        return null;
    }
}

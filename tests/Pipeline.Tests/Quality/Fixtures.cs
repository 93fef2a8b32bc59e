using System.Runtime.CompilerServices;

namespace Pipeline.Tests.Quality;

/// <summary>Reports that real tools wrote.</summary>
internal static class Fixtures
{
    public static string Read(string path) => File.ReadAllText(Find(path));

    public static string Find(string path) => Path.Combine(Folder(), "fixtures", path);

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

using System.IO.Compression;

namespace EndToEnd.Tests.Bootstrap;

/// <summary>A folder as package source with one package in it; its mark is a constant that the compiler sees.</summary>
internal static class TinyFeed
{
    private const string Specification = """
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>Tiny.Present</id>
            <version>1.0.0</version>
            <authors>tests</authors>
            <description>A package that the feed has.</description>
          </metadata>
        </package>
        """;

    private const string Mark = """
        <Project>
          <PropertyGroup>
            <DefineConstants>$(DefineConstants);FROM_FEED</DefineConstants>
          </PropertyGroup>
        </Project>
        """;

    internal static void Create(string root)
    {
        var feed = Directory.CreateDirectory(Path.Combine(root, "feed")).FullName;
        using var package = ZipFile.Open(Path.Combine(feed, "Tiny.Present.1.0.0.nupkg"), ZipArchiveMode.Create);
        Add(package, "Tiny.Present.nuspec", Specification);
        Add(package, "build/Tiny.Present.targets", Mark);
    }

    /// <summary>A NuGet.config that knows this source alone, and what the machine has fetched already.</summary>
    internal static string Configuration(string root, string source = "feed") =>
        $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{root}/packages" />
              </config>
              <fallbackPackageFolders>
                <add key="machine" value="{Environment.GetFolderPath(
                Environment.SpecialFolder.UserProfile
            )}/.nuget/packages" />
              </fallbackPackageFolders>
              <packageSources>
                <clear />
                <add key="tiny" value="{source}" allowInsecureConnections="true" />
              </packageSources>
            </configuration>
            """;

    private static void Add(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }
}

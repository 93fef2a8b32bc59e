using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>.NET: its own command, which the build itself runs on, so that there is nothing to install.</summary>
internal sealed class DotNetLanguage : ILanguage
{
    public Language Language { get; } =
        new("dotnet")
        {
            Aliases = ["dotNet"],
            Product = "the .NET SDK",
            Markers = ["*.csproj", "*.fsproj", "*.sln", "*.slnx"],
        };

    public IToolchain Toolchain => new DotNetToolchain();

    public ImmutableArray<IScanner> DependencyScanners => [new VulnerablePackages()];

    public IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) =>
        [
            .. DotNetFolders.Of(sources).Select(folder => new PackageFolder("nuget", folder)),
            .. PackageFolder.Nearest(sources, "global.json") is { } sdk
                ? [new PackageFolder("dotnet-sdk", sdk)]
                : ImmutableArray<PackageFolder>.Empty,
        ];

    public VersionInstaller Installer =>
        new ByAction("actions/setup-dotnet", "a98b56852c35b8e3190ac28c8c2271da59106c68", "v6.0.0", "dotnet-version");
}

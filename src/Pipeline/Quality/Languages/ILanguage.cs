using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality.Scanners;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages;

/// <summary>
/// All that Pipeline knows of a language. Each lies in a folder of its own, and stands in the list of
/// <c>SupportedLanguages</c>.
/// </summary>
internal interface ILanguage
{
    /// <summary>How catalogs name and recognise it.</summary>
    Language Language { get; }

    /// <summary>Compiles, tests and lints services in it.</summary>
    IToolchain Toolchain { get; }

    /// <summary>The scanners for its sources alone, beside those for the sources of any language.</summary>
    ImmutableArray<ISourceScanner> SourceScanners => [];

    /// <summary>The scanners for its packages alone, beside those for the packages of any language.</summary>
    ImmutableArray<IScanner> DependencyScanners => [];

    /// <summary>How workflows install one of its versions.</summary>
    VersionInstaller Installer { get; }

    /// <summary>The folders that declare the packages of the sources in a folder.</summary>
    IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) => [];

    /// <summary>What a machine needs for services in it, in the order of use.</summary>
    /// <param name="services">The services in it, one at least.</param>
    ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) => [];
}

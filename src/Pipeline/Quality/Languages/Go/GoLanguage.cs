using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality.Scanners;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Go;

/// <summary>Go: its own command, gosec and govulncheck.</summary>
internal sealed class GoLanguage : ILanguage
{
    public Language Language { get; } = new("go") { Product = "Go", Markers = ["go.mod"] };

    public IToolchain Toolchain => new GoToolchain();

    public ImmutableArray<ISourceScanner> SourceScanners => [new Gosec()];

    public ImmutableArray<IScanner> DependencyScanners => [new Govulncheck()];

    // The action's own cache would outlive the job.
    public VersionInstaller Installer =>
        new ByAction("actions/setup-go", "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e", "v7.0.0", "go-version")
        {
            Inputs = [new("cache", "false")],
        };

    public IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) =>
        ServiceModules
            .Within(sources)
            .Prepend(PackageFolder.Nearest(sources, "go.mod"))
            .OfType<AbsolutePath>()
            .Distinct()
            .Select(folder => new PackageFolder("gomod", folder));

    public ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) =>
        [
            new("go", "compiles and tests Go services")
            {
                Probes =
                [
                    ["go", "version"],
                ],
                Apt = ["golang-go"],
                Brew = ["go"],
                Site = "https://go.dev",
                Needed = Latest(services),
            },
            new("govulncheck", "finds known vulnerabilities that Go code calls")
            {
                Probes =
                [
                    ["govulncheck", "-h"],
                ],
                Apt = ["govulncheck"],
                Brew = ["govulncheck"],
                Site = "https://go.dev/doc/security/vuln",
                IsOptional = true,
            },
        ];

    // Of the versions that go.mod files ask for.
    private static (Version Version, string File)? Latest(IEnumerable<Service> services)
    {
        (Version Version, string File)? latest = null;
        foreach (var service in services)
            if (
                Version.TryParse(GoVersion.AskedBy(service.Directory), out var asked)
                && (latest is null || asked > latest.Value.Version)
            )
                latest = (asked, $"{service.Path}/go.mod");
        return latest;
    }
}

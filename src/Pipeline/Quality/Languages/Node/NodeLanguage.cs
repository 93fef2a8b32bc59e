using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality.Scanners;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Node;

/// <summary>Node.js: npm, node's own test runner, ESLint and npm audit.</summary>
internal sealed class NodeLanguage : ILanguage
{
    public Language Language { get; } = new("node") { Product = "Node.js", Markers = ["package.json"] };

    public IToolchain Toolchain => new NodeToolchain();

    public ImmutableArray<IScanner> DependencyScanners => [new NpmAudit()];

    // The action's own cache would outlive the job.
    public VersionInstaller Installer =>
        new ByAction("actions/setup-node", "820762786026740c76f36085b0efc47a31fe5020", "v7.0.0", "node-version")
        {
            Inputs = [new("package-manager-cache", "false")],
        };

    // Dependabot's name stands for pnpm and Yarn too.
    public IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) =>
        File.Exists(sources / "package.json") ? [new("npm", NodeLock.Of(sources)?.Folder ?? sources)] : [];

    public ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) =>
        [
            new("node", "compiles and tests Node services")
            {
                Probes =
                [
                    ["node", "--version"],
                ],
                Apt = ["nodejs", "npm"],
                Brew = ["node"],
                Site = "https://nodejs.org",
            },
        ];
}

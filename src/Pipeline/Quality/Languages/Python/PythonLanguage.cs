using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality.Scanners;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Python;

/// <summary>Python: its byte-compiler, pytest, ruff or flake8, Bandit and pip-audit.</summary>
internal sealed class PythonLanguage : ILanguage
{
    public Language Language { get; } =
        new("python")
        {
            Product = "Python",
            Markers = ["pyproject.toml", "requirements.txt", "setup.py", "*.py"],
            AccompaniesOthers = true,
        };

    public IToolchain Toolchain => new PythonToolchain();

    public ImmutableArray<ISourceScanner> SourceScanners => [new Bandit()];

    public ImmutableArray<IScanner> DependencyScanners => [new PipAudit()];

    public VersionInstaller Installer =>
        new ByAction("actions/setup-python", "5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0", "python-version");

    // The members of a workspace of uv share its lock.
    public IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) =>
        File.Exists(sources / "pyproject.toml") && PackageFolder.Nearest(sources, "uv.lock") is { } locked
            ? [new("uv", locked)]
        : PythonDependencies.Declare(sources) ? [new("pip", sources)]
        : [];

    public ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) =>
        [
            Module("pytest", "runs the tests of Python services", "python3-pytest"),
            Module("pytest_cov", "measures their coverage", "python3-pytest-cov"),
            Module("flake8", "lints Python services", "flake8", "python3-flake8"),
            Module("bandit", "finds insecure Python", "bandit", "python3-bandit") with
            {
                IsOptional = true,
            },
            .. services.Any(UsesPostgres) ? [Driver] : ImmutableArray<Tool>.Empty,
        ];

    private static Tool Driver =>
        Module("psycopg2", "lets tests of Python services reach PostgreSQL", "python3-psycopg2") with
        {
            IsOptional = true,
        };

    private static bool UsesPostgres(Service service) =>
        service.TestDependencies.Any(dependency => dependency.Kind == TestDependencyKind.Postgres);

    // The distribution's interpreter may have a module that the first interpreter on the path lacks.
    private static Tool Module(string module, string purpose, params ImmutableArray<string> apt) =>
        new(module.Replace('_', '-'), purpose)
        {
            Probes =
            [
                ["python3", "-c", $"import {module}"],
                ["/usr/bin/python3", "-c", $"import {module}"],
            ],
            Apt = apt,
            Site = $"https://{module.Replace('_', '-')}.readthedocs.io",
        };
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Python;

/// <summary>Finds an interpreter with the required modules, which need not be the first on the path.</summary>
internal static class PythonInterpreter
{
    // Prints the version, a line for each package, and after an empty line the folders of packages.
    private const string Packages = """
        import os, site, sys
        folders = [p for p in sys.path if p] + [site.getusersitepackages()]
        print(sys.version)
        for p in folders:
            if os.path.isdir(p):
                print(*sorted(n for n in os.listdir(p) if n.endswith((".dist-info", ".egg-info", ".egg-link", ".pth"))), sep="\n")
        print("\n".join(["", *folders]))
        """;

    /// <summary>
    /// The first of the service's own <c>.venv</c> and all interpreters on the path that has all
    /// <paramref name="modules"/>; null where none has. The log says which one it is.
    /// </summary>
    public static async Task<string?> With(StepContext step, params ImmutableArray<string> modules)
    {
        foreach (var candidate in Candidates(step))
            if (await Has(step, candidate, modules))
                return candidate;

        return null;
    }

    /// <summary>True where an interpreter runs and has all <paramref name="modules"/>.</summary>
    public static async Task<bool> Has(StepContext step, string interpreter, params ImmutableArray<string> modules)
    {
        var known = await step.Shared(_ => Task.FromResult(new InterpreterModules()));
        return await known.Of(step, interpreter) is { } found && modules.All(found.Contains);
    }

    /// <summary>All interpreters that may run a service, each with all of its packages.</summary>
    public static IEnumerable<ToolProbe> Probes(Service service) =>
        [
            .. Own(service).Select(path => AllOnPath with { Program = path, IncludesAll = false }),
            AllOnPath,
            AllOnPath with
            {
                Program = "python",
            },
        ];

    private static readonly ToolProbe AllOnPath = new("python3", "-c", Packages)
    {
        IncludesAll = true,
        Variables =
        [
            "PYTEST_ADDOPTS",
            "PYTEST_PLUGINS",
            "PYTHONHASHSEED",
            "PYTHONHOME",
            "PYTHONPATH",
            "PYTHONWARNINGS",
            .. LocaleVariables.Names,
        ],
        Read = ToolProbe.WatchedLast,
    };

    private static IEnumerable<string> Own(Service service) =>
        new[] { "bin/python", "Scripts/python.exe" }
            .Select(path => Path.Combine(service.Directory, ".venv", path))
            .Where(File.Exists);

    private static IEnumerable<string> Candidates(StepContext step) =>
        Own(step.Service).Concat(step.FindPrograms("python3")).Concat(step.FindPrograms("python")).Distinct();
}

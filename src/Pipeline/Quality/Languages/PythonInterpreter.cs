using Pipeline.Execution;

namespace Pipeline.Quality.Languages;

/// <summary>Finds an interpreter that has what is needed: the first on the path need not be the one that tools are installed for.</summary>
internal static class PythonInterpreter
{
    private const string HasModules =
        "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in sys.argv[1:]))";

    /// <summary>
    /// The first of the service's own <c>.venv</c> and all interpreters on the path that has all <paramref name="modules"/>; null
    /// where none has. The log says which one it is.
    /// </summary>
    public static async Task<string?> With(StepContext step, params ImmutableArray<string> modules)
    {
        foreach (var candidate in Candidates(step))
            if (await Has(step, candidate, modules))
                return candidate;

        return null;
    }

    /// <summary>True where an interpreter has all <paramref name="modules"/>.</summary>
    public static async Task<bool> Has(StepContext step, string interpreter, params ImmutableArray<string> modules) =>
        (
            await step.Run(new(interpreter, ["-c", HasModules, .. modules]) { Directory = step.Service.Directory })
        ).Succeeded;

    private static IEnumerable<string> Candidates(StepContext step) =>
        new[] { "bin/python", "Scripts/python.exe" }
            .Select(path => Path.Combine(step.Service.Directory, ".venv", path))
            .Where(File.Exists)
            .Concat(step.FindPrograms("python3"))
            .Concat(step.FindPrograms("python"))
            .Distinct();
}

using System.Collections.Concurrent;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// The modules that interpreters have for the services of a run. All steps of a service share one answer: where pyenv
/// chooses the interpreter, each takes most of a second.
/// </summary>
internal sealed class InterpreterModules
{
    // What steps look for, whichever step asks first.
    private static readonly ImmutableArray<string> Wanted =
    [
        "bandit",
        "flake8",
        "pip_audit",
        "pytest",
        "pytest_cov",
        "ruff",
    ];

    private const string Script = """
        import importlib.util, sys
        for module in sys.argv[1:]:
            try:
                if importlib.util.find_spec(module): print(module)
            except (ImportError, ValueError): pass
        """;

    private readonly FolderTurns turns = new();
    private readonly ConcurrentDictionary<(AbsolutePath Service, string Interpreter), ImmutableHashSet<string>> known =
        new();

    /// <summary>
    /// The wanted modules that an interpreter has for the step's service; null where it does not run.
    /// </summary>
    public Task<ImmutableHashSet<string>?> Of(StepContext step, string interpreter) =>
        turns.Take(
            step.Service.Directory,
            async () =>
            {
                var key = (step.Service.Directory, interpreter);
                if (known.TryGetValue(key, out var modules))
                    return modules;
                modules = await Ask(step, interpreter);
                // Steps may install into the service's own environment meanwhile.
                if (
                    modules is not null
                    && !interpreter.StartsWith($"{step.Service.Directory}", StringComparison.Ordinal)
                )
                    known[key] = modules;
                return modules;
            },
            step.Cancellation
        );

    private static async Task<ImmutableHashSet<string>?> Ask(StepContext step, string interpreter)
    {
        var answer = await step.Run(new(interpreter, ["-c", Script, .. Wanted]) { Directory = step.Service.Directory });
        return answer.Succeeded ? [.. answer.Output.Split('\n', StringSplitOptions.TrimEntries)] : null;
    }
}

using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Planning;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// A virtual environment with the packages that a service declares, made once for each state of its declarations and
/// locks. It sees the packages of the interpreter that it is made from, such as pytest.
/// </summary>
internal static class PythonEnvironment
{
    /// <summary>
    /// The interpreter that has what the service declares: the given one, if it does, else one of a virtual
    /// environment.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="python">An interpreter.</param>
    /// <exception cref="StepFailedException">A package cannot be installed.</exception>
    public static async Task<string> With(StepContext step, string python)
    {
        AbsolutePath[] files = [.. PythonDependencies.Files(step.Service.Directory)];
        if (files.Length == 0 || python.StartsWith($"{step.Service.Directory / ".venv"}", StringComparison.Ordinal))
            return python;

        var wanted = await PythonDependencies.Wanted(step, python);
        if (wanted.IsEmpty || await HasAll(step, python, wanted))
            return python;

        var folder = step.Artifacts / "venvs" / step.Service.Name / await KeyOf(step, python, files);
        var own = folder / (OperatingSystem.IsWindows() ? "Scripts/python.exe" : "bin/python");
        var mark = folder / "complete";
        if (File.Exists(mark))
            return own;

        // Those of earlier declarations, or half of one.
        if (Directory.Exists(folder.Parent))
            Directory.Delete(folder.Parent!, recursive: true);
        Directory.CreateDirectory(folder);
        step.Writable = [folder];
        step.Tell(
            $"installs {string.Join(", ", files.Select(file => step.RepositoryPath(file)))} into a virtual environment"
        );
        var made = await step.Run(Python(step, python, "-m", "venv", "--system-site-packages", folder));
        if (!made.Succeeded)
            throw new StepFailedException(
                $"no virtual environment can be made: {Reason(made)} (on Debian, the package python3-venv)"
            );
        var installed = await step.Run(Python(step, own, [.. Pip, "install", "--no-input", .. wanted]));
        if (!installed.Succeeded)
            throw new StepFailedException(
                $"the dependencies of {step.Service.Path} cannot be installed: {Reason(installed)}"
            );
        await File.WriteAllTextAsync(mark, "", step.Cancellation);
        return own;
    }

    private static readonly ImmutableArray<string> Pip = ["-m", "pip", "--disable-pip-version-check"];

    // Nothing is fetched: true where everything is there already.
    private static async Task<bool> HasAll(StepContext step, string python, ImmutableArray<string> wanted) =>
        (
            await step.Run(
                Python(
                    step,
                    python,
                    [.. Pip, "install", "--dry-run", "--quiet", "--no-index", "--no-build-isolation", .. wanted]
                )
            )
        ).Succeeded;

    private static async Task<string> KeyOf(StepContext step, string python, AbsolutePath[] files)
    {
        var about = await step.Run(Python(step, python, "-c", "import sys; print(sys.version, sys.prefix)"));
        var key = new ContentKeyBuilder().Add(about.Output);
        foreach (var file in files)
            key.Add(file.Name).Add(await File.ReadAllTextAsync(file, step.Cancellation));
        return key.ToKey().Value[..16];
    }

    private static CommandLine Python(StepContext step, string python, params ImmutableArray<string> arguments) =>
        new(python, arguments) { Directory = step.Service.Directory };

    // pip's first error says what is wrong; later ones say how to ask for help.
    private static string Reason(CommandOutcome outcome) =>
        $"{outcome.Error}\n{outcome.Output}"
            .Split('\n')
            .FirstOrDefault(line => line.StartsWith("ERROR: ", StringComparison.Ordinal))
            ?["ERROR: ".Length..].Trim()
        ?? outcome.LastLine();
}

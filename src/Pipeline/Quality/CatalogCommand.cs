using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality;

/// <summary>A command of the catalog, which replaces a toolchain's: its exit code alone decides.</summary>
internal static class CatalogCommand
{
    public static async Task<StepResult> Run(StepContext step, ImmutableArray<string> command)
    {
        if (Refuse(step, command) is { } refusal)
            return StepResult.Failed(refusal);

        var line = new CommandLine(command[0], command[1..]) { Directory = step.Service.Directory };
        var outcome = await step.Run(line);
        return outcome.Succeeded
            ? StepResult.PassedWith($"{line} passed")
            : StepResult.Failed($"{line} ended with {outcome.ExitCode}: {outcome.LastLine()}");
    }

    /// <summary>Why a command must not be run; null where it may be.</summary>
    public static string? Refuse(StepContext step, ImmutableArray<string> command) =>
        // Every user of the machine can read the arguments of processes.
        command.Any(part => step.Redact(part) != part)
            ? $"the catalog's command for {step.Key.Target} of {step.Service.Name} holds a secret, which every user of this machine could see: have the program read it from its variable"
            : null;
}

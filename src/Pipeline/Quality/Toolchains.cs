using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Quality.Languages;

namespace Pipeline.Quality;

/// <summary>Compiles, tests and lints a service with what its language uses, or with the commands that the catalog gives.</summary>
public static class Toolchains
{
    /// <summary>Compiles a service; a service without any source file does not pass.</summary>
    public static Task<StepResult> Compile(Service service, StepContext step) =>
        Run(step, service.Commands.Compile, toolchain => toolchain.Compile(step));

    /// <summary>Runs a service's tests; a run that tested nothing, or too little of the code, does not pass.</summary>
    public static Task<StepResult> Test(Service service, StepContext step) =>
        Run(step, service.Commands.Test, toolchain => toolchain.Test(step));

    /// <summary>Runs a service's linters; whatever they find fails the step, for the service chose their rules.</summary>
    public static Task<StepResult> Lint(Service service, StepContext step) =>
        Run(step, service.Commands.Lint, toolchain => toolchain.Lint(step));

    private static Task<StepResult> Run(
        StepContext step,
        ImmutableArray<string> command,
        Func<IToolchain, Task<StepResult>> work
    ) =>
        !command.IsEmpty ? CatalogCommand.Run(step, command)
        : For(step.Service.Language) is { } toolchain ? work(toolchain)
        : Task.FromResult(
            step.Unable(
                $"nothing says how: give services.{step.Service.Name}.commands.{step.Key.Target.ToLowerInvariant()} in the catalog"
            )
        );

    private static IToolchain? For(Language language) =>
        language switch
        {
            Language.Go => new GoToolchain(),
            Language.Python => new PythonToolchain(),
            Language.Node => new NodeToolchain(),
            Language.DotNet => new DotNetToolchain(),
            _ => null,
        };
}

using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Languages;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality;

/// <summary>
/// Compiles, tests and lints a service with its language's toolchain, or with the catalog's commands.
/// </summary>
internal static class ServiceToolchain
{
    // The folders that build tools write to, for commands of the catalog.
    private static readonly ServiceOutputs OfCommands = new(["bin", "build", "dist", "obj", "out", "target"], []);

    /// <summary>The programs of a service's toolchain, and those of the catalog's commands.</summary>
    public static Input Tools { get; } =
        CommonInputs.Tools(service =>
        {
            var programs = new List<ToolProbe>();
            foreach (var command in new[] { service.Commands.Compile, service.Commands.Test, service.Commands.Lint })
                if (!command.IsEmpty)
                    programs.Add(Program(service, command[0]));
            return For(service) is not { } toolchain ? programs : toolchain.Probes(service)?.Concat(programs);
        });

    /// <summary>The files that <see cref="Compile"/> leaves in a service's folder.</summary>
    public static ServiceOutputs Outputs(Service service) =>
        !service.Commands.Compile.IsEmpty ? OfCommands : For(service)?.Outputs(service) ?? ServiceOutputs.None;

    /// <summary>Compiles a service; a service without any source file does not pass.</summary>
    public static Task<StepResult> Compile(Service service, StepContext step) =>
        Run(step, service.Commands.Compile, toolchain => toolchain.Compile(step));

    /// <summary>Runs a service's tests; a run that tested nothing, or too little of the code, does not pass.</summary>
    public static Task<StepResult> Test(Service service, StepContext step) =>
        service is { Untested: not null, Commands.Test.IsEmpty: true } && For(service) is null
            ? Task.FromResult(TestGate.WithoutTests(step, DateOnly.FromDateTime(DateTime.UtcNow)))
            : Run(step, service.Commands.Test, toolchain => step.RedactingReports(toolchain.Test));

    /// <summary>Runs a service's linters; any finding fails the step, as the service chose their rules.</summary>
    public static Task<StepResult> Lint(Service service, StepContext step) =>
        Run(step, service.Commands.Lint, toolchain => toolchain.Lint(step));

    private static Task<StepResult> Run(
        StepContext step,
        ImmutableArray<string> command,
        Func<IToolchain, Task<StepResult>> work
    ) =>
        !command.IsEmpty ? CatalogCommand.Run(step, command)
        : For(step.Service) is { } toolchain ? work(toolchain)
        : Task.FromResult(
            step.Unable(
                $"there is no command for it: set services.{step.Service.Name}.commands.{step.Key.Target.ToLowerInvariant()} in the catalog"
            )
        );

    private static ToolProbe Program(Service service, string program) =>
        new(Path.GetFileName(program) == program ? program : Path.GetFullPath(program, service.Directory));

    private static IToolchain? For(Service service) => SupportedLanguages.Find(service.Language)?.Toolchain;
}

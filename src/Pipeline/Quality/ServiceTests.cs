using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Testing.Dependencies;

namespace Pipeline.Quality;

/// <summary>
/// The target <c>Test</c>: starts the servers that a service's tests need, runs the tests, and stops the servers.
/// </summary>
internal static class ServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The installed server programs that tests may need.</summary>
    public static Input Tools { get; } =
        CommonInputs.Tools(service =>
            service
                .TestDependencies.Select(dependency => dependency.Kind)
                .Distinct()
                .Select(kind =>
                    kind switch
                    {
                        TestDependencyKind.Postgres => PostgresServer.Find(null) ?? "postgres",
                        TestDependencyKind.Redis => "redis-server",
                        _ => null,
                    }
                )
                .OfType<string>()
                .Select(program => new ToolProbe(program, "--version"))
        );

    /// <summary>Runs a service's tests; a run that tested nothing, or too little of the code, does not pass.</summary>
    /// <param name="service">The service.</param>
    /// <param name="step">The step.</param>
    /// <param name="containers">Runs servers from images.</param>
    public static Task<StepResult> Run(Service service, StepContext step, ITestContainers containers) =>
        Run(service, step, containers, Patience);

    internal static async Task<StepResult> Run(
        Service service,
        StepContext step,
        ITestContainers containers,
        TimeSpan patience
    )
    {
        if (service.TestDependencies.IsEmpty)
            return await ServiceToolchain.Test(service, step);

        try
        {
            await using var servers = await RunningServers.Start(step, containers, patience);
            return await Run(service, step, servers);
        }
        catch (MissingServerException missing)
        {
            return step.Unable(missing.Message);
        }
    }

    private static async Task<StepResult> Run(Service service, StepContext step, RunningServers servers)
    {
        var passed = false;
        try
        {
            var result = await ServiceToolchain.Test(service, step);
            passed = result.LetsContinue;
            return result;
        }
        finally
        {
            if (passed)
                servers.DropLogs();
            else
                foreach (var log in await servers.KeepLogs())
                    step.Log.Write($"kept: {log}");
        }
    }
}
